"use client";

import { useTranslations } from "next-intl";

/** What a group's fields and their values are called. */
export function useSettingsWords(groupId: string) {
  const t = useTranslations("settings");
  const common = useTranslations("common");
  const group = `groups.${groupId.replaceAll(".", "_")}`;
  const find = (key: string) => (t.has(key) ? t(key) : undefined);
  return {
    title: () => find(`${group}.title`) ?? groupId,
    label: (field: string) => find(`${group}.fields.${field}.label`) ?? field,
    help: (field: string) => find(`${group}.fields.${field}.help`),
    option: (field: string, option: string) =>
      find(`${group}.fields.${field}.options.${option}`) ?? option,
    /** A value as text; null stands for what the environment or the product says. */
    value: (field: string, text: string | null) => {
      if (text === null) return t("history.usual");
      if (text === "") return "“”";
      if (text === "true" || text === "false") return common(text === "true" ? "yes" : "no");
      return find(`${group}.fields.${field}.options.${text}`) ?? text;
    },
  };
}
