import type { Locale } from "@/db/enums";

const UNITS = ["B", "KB", "MB", "GB", "TB"] as const;

/** `1.5 GB`: binary steps, at most one decimal. Shared by bot screens; money has its own rule. */
export function formatBytes(bytes: bigint, locale: Locale): string {
  let value = Number(bytes);
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);
  return `${number} ${UNITS[unit]}`;
}

export const formatDay = (date: Date, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(date);
