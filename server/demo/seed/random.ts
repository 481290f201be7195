/** A small deterministic generator (mulberry32): the same seed tells the same story on every machine. */
export function createRandom(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    chance: (probability: number): boolean => next() < probability,
    int: (min: number, max: number): number => min + Math.floor(next() * (max - min + 1)),
    pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T,
  };
}

export type Random = ReturnType<typeof createRandom>;

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** An id in the product's form that sorts by `at`, made of the story's own randomness. */
export function storyId(random: Random, prefix: string, at: number): string {
  let time = "";
  for (let rest = at, i = 0; i < 10; i += 1) {
    time = (ALPHABET[rest % 32] ?? "0") + time;
    rest = Math.floor(rest / 32);
  }
  const tail = Array.from({ length: 16 }, () => ALPHABET[random.int(0, 31)]).join("");
  return `${prefix}_${time}${tail}`;
}
