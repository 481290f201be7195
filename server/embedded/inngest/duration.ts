const UNITS: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const WHOLE = /^(?:\d+(?:\.\d+)?\s*(?:ms|s|m|h|d|w)\s*)+$/;

/** Milliseconds of `1h30m`, `500ms`, `7d`. Throws on anything else. */
export function durationMs(text: string): number {
  if (!WHOLE.test(text)) throw new Error(`“${text}” is not a duration such as 1h30m`);
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)/g)) {
    total += Number(amount) * (UNITS[unit ?? ""] ?? 0);
  }
  return total;
}

/** Milliseconds from `now` to a moment written as a duration or as an ISO instant; none when it is over. */
export function delayUntil(text: string, now: number): number {
  if (!/^\d{4}-/.test(text)) return text === "" ? 0 : durationMs(text);
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Error(`“${text}” is not a moment`);
  return Math.max(0, at - now);
}
