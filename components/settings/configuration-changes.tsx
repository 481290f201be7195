"use client";

import { useTranslations } from "next-intl";
import type { ConfigurationChange } from "@/server/domains/settings/schemas";

/** What an import would change, part by part and field by field. */
export function ConfigurationChanges({ changes }: { changes: ConfigurationChange[] }) {
  const t = useTranslations("settings");
  const nameOf = ({ part, name }: ConfigurationChange) => {
    const key = `groups.${name.replaceAll(".", "_")}.title`;
    return part === "settings" && t.has(key) ? t(key) : name;
  };
  const labelOf = ({ part, name }: ConfigurationChange, field: string) => {
    const key =
      part === "settings"
        ? `groups.${name.replaceAll(".", "_")}.fields.${field}.label`
        : `configuration.fields.${field}`;
    return t.has(key) ? t(key) : field;
  };
  if (changes.length === 0) return null;
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keyboards must reach it
      tabIndex={0}
      aria-label={t("configuration.title")}
      className="max-h-[50vh] overflow-y-auto rounded-md border outline-none focus-visible:ring-[3px] focus-visible:ring-ring/40"
    >
      <ul className="divide-y text-[13px]">
        {changes.map((change) => (
          <li key={`${change.part}-${change.id}`} className="flex flex-col gap-1 p-3">
            <p className="font-medium">
              {t(`configuration.parts.${change.part}`)}: {nameOf(change)}
              <span className="ml-2 text-xs font-normal text-muted-foreground">
                {t(`configuration.kinds.${change.kind}`)}
              </span>
            </p>
            {change.kind === "changed" &&
              change.fields.map(({ name, before, after }) => (
                <p key={name} className="break-words text-xs">
                  {labelOf(change, name)}:{" "}
                  <span className="text-muted-foreground line-through">{before ?? "–"}</span>{" "}
                  <span aria-hidden>→</span> {after || "–"}
                </p>
              ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
