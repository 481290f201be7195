/** How well what was typed fits a name, 0 the best: all of it, its beginning, a word's beginning; null not at all. */
export function rank(name: string, typed: string): number | null {
  const text = name.toLowerCase();
  const q = typed.trim().toLowerCase();
  if (text === q) return 0;
  if (text.startsWith(q)) return 1;
  const words = text.split(/[\s,./()«»“”-]+/);
  const all = q.split(/\s+/).every((part) => words.some((word) => word.startsWith(part)));
  if (all) return 2;
  return q.length >= 3 && text.includes(q) ? 3 : null;
}

/** Those that fit, the best first; equals stay in their order. */
export const ranked = <T extends { name: string }>(all: readonly T[], typed: string): T[] =>
  all
    .map((one) => ({ one, place: rank(one.name, typed) }))
    .filter((fit): fit is { one: T; place: number } => fit.place !== null)
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
