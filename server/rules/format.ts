import type { Locale } from "@/db/enums";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** `1.5 GB`, with the reader's own unit words. Steps of 1024, as the panel counts. */
export function formatBytes(bytes: bigint, locale: Locale): string {
  let value = Number(bytes);
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: UNITS[unit],
    unitDisplay: "short",
    maximumFractionDigits: 1,
  }).format(value);
}

/** Without the Russian “г.”: its full stop would stand before a sentence's own. */
export const formatDay = (date: Date, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" })
    .format(date)
    .replace(/\sг\.$/, "");

export const formatMoment = (date: Date, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "UTC",
  }).format(date);

/** `DE` → 🇩🇪; anything that is no country code gives a globe. */
export function flag(countryCode: string): string {
  if (!/^[A-Z]{2}$/.test(countryCode)) return "🌐";
  return String.fromCodePoint(
    ...[...countryCode].map((letter) => 0x1f1e6 + letter.charCodeAt(0) - 65),
  );
}

/** Used share of a limit, 0-1; null while unknown and for unlimited traffic (limit 0). */
export function usedShare(used: bigint | null, limit: bigint): number | null {
  if (used === null || limit === 0n) return null;
  return Math.min(1, Number((used * 1000n) / limit) / 1000);
}
