import { database } from "@/db/client";
import { inngest } from "@/inngest/client";
import { registerCheck } from "@/server/core/readiness";
import { startOutboxRelay } from "./outbox-relay";
import type { Part } from "./part";

/** Events older than this mean that nobody takes them away. */
const TOLERATED_LAG_SECONDS = 60;

export const outbox: Part = {
  name: "outbox",
  async start({ log }) {
    registerCheck("outbox", outboxLag);
    const relay = await startOutboxRelay({
      sql: database().sql,
      send: (events) => inngest.send(events),
      log: log.child({ actor: "outbox" }),
    });
    return relay.stop;
  },
};

/** How many events wait to be handed to the job server, and for how long the oldest has. */
export async function outboxLag() {
  const [row] = await database().sql<{ waiting: number; lag: number }[]>`
    select count(*)::int as waiting,
           coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as lag
    from outbox where sent_at is null`;
  const lagSeconds = Math.max(0, Math.round(row?.lag ?? 0));
  return { ok: lagSeconds <= TOLERATED_LAG_SECONDS, waiting: row?.waiting ?? 0, lagSeconds };
}
