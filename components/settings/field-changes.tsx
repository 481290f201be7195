"use client";

import { useTranslations } from "next-intl";
import type { SettingsFieldChange } from "@/server/domains/settings/schemas";
import { useSettingsWords } from "./settings-words";

type Props = {
  groupId: string;
  fields: SettingsFieldChange[];
  /** Names only: nobody is told a secret. */
  secrets: string[];
  secretWord: string;
};

/** Field by field what was and what is, or would be. */
export function FieldChanges({ groupId, fields, secrets, secretWord }: Props) {
  const t = useTranslations("settings.history");
  const words = useSettingsWords(groupId);
  if (fields.length + secrets.length === 0) {
    return <p className="text-muted-foreground">{t("asNow")}</p>;
  }
  return (
    <>
      {fields.map(({ name, before, after }) => (
        <p key={name} className="break-words">
          <span className="font-medium">{words.label(name)}</span>{" "}
          <del className="text-muted-foreground">{words.value(name, before)}</del>{" "}
          <span aria-hidden>→</span> <ins className="no-underline">{words.value(name, after)}</ins>
        </p>
      ))}
      {secrets.map((name) => (
        <p key={name}>
          <span className="font-medium">{words.label(name)}</span>{" "}
          <span className="text-muted-foreground">{secretWord}</span>
        </p>
      ))}
    </>
  );
}
