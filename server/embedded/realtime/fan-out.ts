import type { Sql } from "@/db/client";
import type { Signal } from "./protocol";

const CHANNEL = "realtime";
/** NOTIFY carries less than 8000 bytes; what is larger waits in a table for its readers. */
const MAX_NOTIFY_BYTES = 7000;

const DDL = `
create schema if not exists realtime;
create unlogged table if not exists realtime.message(
  id bigserial primary key, body text not null, at timestamptz not null default now());
`;
const LOCK = 77_110_003;

export type FanOut = Awaited<ReturnType<typeof startFanOut>>;

/**
 * Brings signals to every process of the application over PostgreSQL, the own one included and all in the
 * same order: what one worker does is seen in all browsers.
 */
export async function startFanOut(
  sql: Sql,
  deliver: (signal: Signal) => void,
  onError: (error: unknown) => void,
) {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`;
    await tx.unsafe(DDL);
  });
  const handle = async (payload: string): Promise<void> => {
    const stored = /^#(\d+)$/.exec(payload)?.[1];
    const [row] = stored
      ? await sql<{ body: string }[]>`select body from realtime.message where id = ${stored}`
      : [{ body: payload }];
    for (const signal of JSON.parse(row?.body ?? "[]") as Signal[]) deliver(signal);
  };
  // One after the other: a large one, which must be fetched, is not overtaken by those that follow.
  let last = Promise.resolve();
  const listener = await sql.listen(CHANNEL, (payload) => {
    last = last.then(() => handle(payload)).catch(onError);
  });

  return {
    async publish(signals: Signal[]): Promise<void> {
      if (signals.length === 0) return;
      const body = JSON.stringify(signals);
      if (Buffer.byteLength(body) <= MAX_NOTIFY_BYTES) {
        await sql`select pg_notify(${CHANNEL}, ${body})`;
        return;
      }
      await sql`
        with old as (delete from realtime.message where at < now() - interval '1 minute'),
          kept as (insert into realtime.message(body) values (${body}) returning id)
        select pg_notify(${CHANNEL}, '#' || id) from kept`;
    },
    stop: () => listener.unlisten(),
  };
}
