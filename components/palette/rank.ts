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

/** Found by another name, such as in another language: after everything found as well by its own. */
const BY_OTHER = 0.5;

const placeOf = ({ name, also }: { name: string; also?: string | undefined }, typed: string) => {
  const own = rank(name, typed);
  const other = also === undefined ? null : rank(also, typed);
  if (other === null) return own;
  return own === null ? other + BY_OTHER : Math.min(own, other + BY_OTHER);
};

/** Those that fit, the best first; equals stay in their order. */
export const ranked = <T extends { name: string; also?: string | undefined }>(
  all: readonly T[],
  typed: string,
): T[] =>
  all
    .map((one) => ({ one, place: placeOf(one, typed) }))
    .filter((fit): fit is { one: T; place: number } => fit.place !== null)
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
