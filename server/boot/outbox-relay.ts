import type { Sql } from "@/db/client";
import type { Logger } from "@/server/core/logger";

export type OutgoingEvent = { id: string; name: string; data: Record<string, unknown>; ts: number };

export type OutboxRelay = { stop(): Promise<void> };

const BATCH = 500;

/**
 * Carries committed outbox rows to Inngest: at once on NOTIFY, else every `pollMs`. Rows are locked while
 * they travel, so several processes share the work; a crash after sending sends again under the same event
 * id, which the receiver drops. An event that is refused steps behind the others and is tried again.
 */
export async function startOutboxRelay(options: {
  sql: Sql;
  send: (events: OutgoingEvent[]) => Promise<unknown>;
  log: Logger;
  pollMs?: number;
}): Promise<OutboxRelay> {
  const { sql, send, log, pollMs = 1000 } = options;
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;

  async function carryBatch(): Promise<number> {
    return sql.begin(async (tx) => {
      const rows = await tx<
        { seq: string; id: string; name: string; data: Record<string, unknown>; ts: string }[]
      >`
        select seq, id, name, data, (extract(epoch from created_at) * 1000)::bigint as ts
        from outbox where sent_at is null
        order by attempts, seq limit ${BATCH} for update skip locked`;
      if (rows.length === 0) return 0;
      const events = rows.map(({ seq, ts, ...event }) => ({ seq, ...event, ts: Number(ts) }));
      const { sent, refused } = await carry(events);
      if (sent.length > 0) {
        await tx`update outbox set sent_at = now(), attempts = attempts + 1 where seq = any(${sent}::bigint[])`;
      }
      if (refused.length > 0) {
        await tx`update outbox set attempts = attempts + 1 where seq = any(${refused}::bigint[])`;
      }
      return sent.length;
    });
  }

  /** One refused event must not hold back the others: after a failed batch each goes alone. */
  async function carry(events: (OutgoingEvent & { seq: string })[]) {
    const strip = ({ id, name, data, ts }: OutgoingEvent) => ({ id, name, data, ts });
    try {
      await send(events.map(strip));
      return { sent: events.map((event) => event.seq), refused: [] };
    } catch (error) {
      log.warn({ err: error, events: events.length }, "events were not taken, trying one by one");
    }
    const sent: string[] = [];
    const refused: string[] = [];
    for (const event of events) {
      try {
        await send([strip(event)]);
        sent.push(event.seq);
      } catch {
        refused.push(event.seq);
        // The receiver is away rather than one event bad: leave the rest for the next round.
        if (sent.length === 0) break;
      }
    }
    return { sent, refused };
  }

  function pump(): void {
    if (stopped) return;
    if (running !== null) {
      again = true;
      return;
    }
    running = (async () => {
      try {
        do {
          again = false;
          while (!stopped && (await carryBatch()) > 0);
        } while (again && !stopped);
      } catch (error) {
        if (!stopped) log.error({ err: error }, "the outbox could not be carried");
      } finally {
        running = null;
      }
    })();
  }

  const listener = await sql.listen("outbox", pump, pump);
  const timer = setInterval(pump, pollMs);
  pump();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
      await listener.unlisten();
    },
  };
}
