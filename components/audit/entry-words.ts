"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { Outputs } from "@/components/lib/outputs";
import { useSettingsWords } from "@/components/settings/settings-words";

export type AuditRow = Outputs["audit"]["list"]["rows"][number];

export type EntryWords = {
  /** What a recorded field is called; as it is in the log where there is no word for it. */
  label: (field: string) => string;
  value: (field: string, value: unknown) => string;
};

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** An entry's fields and values in the reader's language. */
export function useEntryWords({ subjectType, subjectId }: AuditRow): EntryWords {
  const t = useTranslations("audit");
  const common = useTranslations("common");
  const team = useTranslations("team.permissions");
  const format = useFormatter();
  const settings = useSettingsWords(subjectId);
  const isSettings = subjectType === "settings";
  const tell = (value: unknown): string => {
    if (value === undefined || value === null || value === "") return "–";
    if (typeof value === "boolean") return common(value ? "yes" : "no");
    if (value === "[changed]" || value === "[removed]") {
      return t(`secrets.${value === "[changed]" ? "changed" : "removed"}`);
    }
    if (Array.isArray(value)) return value.length === 0 ? "–" : value.map(tell).join(", ");
    if (typeof value === "object") return JSON.stringify(value);
    const text = String(value);
    if (INSTANT.test(text)) {
      return format.dateTime(new Date(text), { dateStyle: "medium", timeStyle: "short" });
    }
    return /^[a-z]+\.[a-z]+$/.test(text) && team.has(text) ? team(text) : text;
  };
  return {
    label: (field) =>
      isSettings ? settings.label(field) : t.has(`fields.${field}`) ? t(`fields.${field}`) : field,
    value: (field, value) =>
      isSettings && typeof value === "string" && !value.startsWith("[")
        ? settings.value(field, value)
        : tell(value),
  };
}
