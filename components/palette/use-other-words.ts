"use client";

import { useQuery } from "@tanstack/react-query";
import type { Locale } from "@/db/enums";
import { wordAt } from "./word-at";

const OTHER = {
  en: () =>
    Promise.all([
      import("@/server/i18n/messages/ru/layout.json"),
      import("@/server/i18n/messages/ru/settings.json"),
    ]),
  ru: () =>
    Promise.all([
      import("@/server/i18n/messages/en/layout.json"),
      import("@/server/i18n/messages/en/settings.json"),
    ]),
} as const satisfies Record<Locale, () => Promise<unknown>>;

/** What pages, actions and settings are called in the language the dashboard is not in: people search by either. */
export function useOtherWords(locale: Locale) {
  const words = useQuery({
    queryKey: ["palette", "words", locale],
    queryFn: async () => {
      const [layout, settings] = await OTHER[locale]();
      return { layout: layout.default, settings: settings.default };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (slice: "layout" | "settings", key: string): string | undefined =>
    wordAt(words.data?.[slice], key);
}
