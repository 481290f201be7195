import type { Tx } from "./database";
import type { Pace } from "./options";

/** When each of the last starts under a key was, in milliseconds, oldest first. */
export type Starts = number[];

/** The first moment from `now` on at which one more start leaves at most `limit` in any `periodMs`. */
export function nextSlot(starts: Starts, { limit, periodMs }: Pace, now: number): number {
  const nth = starts.at(-limit);
  return nth === undefined ? now : Math.max(now, nth + periodMs);
}

/** Reads the last starts under these keys and keeps them locked till the end of the transaction. */
export async function lockStarts(tx: Tx, keys: string[]): Promise<Map<string, Starts>> {
  await tx`insert into executor.pace(key, expires_at)
    select key, now() + interval '1 minute' from unnest(${keys}::text[]) as k(key) order by key
    on conflict do nothing`;
  const rows = await tx<{ key: string; starts: string[] }[]>`
    select key, starts from executor.pace where key = any(${keys}) order by key for update`;
  return new Map(rows.map((row) => [row.key, row.starts.map(Number)]));
}

export async function saveStarts(tx: Tx, key: string, starts: Starts, pace: Pace): Promise<void> {
  const kept = starts.slice(-pace.limit);
  await tx`update executor.pace set starts = ${kept}::bigint[],
      expires_at = to_timestamp(${((kept.at(-1) ?? 0) + pace.periodMs) / 1000})
    where key = ${key}`;
}

/** The database's clock, in milliseconds: processes may disagree about theirs. */
export async function clockOf(tx: Tx): Promise<number> {
  const [row] = await tx<{ ms: string }[]>`
    select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms`;
  return Number(row?.ms);
}
