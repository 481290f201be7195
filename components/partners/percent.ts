/** Basis points as people write them: 1250 is `12.5`; null is nothing. */
export const writePercent = (bp: number | null): string => (bp === null ? "" : String(bp / 100));

/** `12,5` is 1250; nothing is null; what is no number is NaN, which no schema takes. */
export function readPercent(text: string): number | null {
  const plain = text.trim().replace("%", "").replace(",", ".").trim();
  if (plain === "") return null;
  return /^\d{1,3}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : Number.NaN;
}

/** Percentages separated by spaces or semicolons, or by commas followed by a space; nothing is null. */
export function readPercents(text: string): number[] | null {
  const parts = text.split(/[;\s]+|,\s+/).filter(Boolean);
  return parts.length === 0 ? null : parts.map((part) => readPercent(part) ?? Number.NaN);
}
