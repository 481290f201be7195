import type { Locale } from "@/db/enums";

/** Each in itself, so that a stranger finds theirs. */
export const LANGUAGE_NAMES: Record<Locale, string> = { en: "English", ru: "Русский" };

const YEAR_SECONDS = 31_536_000;
const set = (name: string, value: string) => {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
};

/** Names are those of server/i18n/cookies.ts. */
export const rememberLocale = (locale: Locale): void => set("rezeis.locale", locale);
export const rememberTimeZone = (name: string): void => set("rezeis.tz", encodeURIComponent(name));
