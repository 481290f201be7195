import type { Sql } from "@/db/client";
import type { Logger } from "@/server/core/logger";

export type Webhook = { url: string; secret: string; allowed: string[] | null };

export type Delivery = ReturnType<typeof createDelivery>;

/** Kinds of update that bots get without asking. */
const HIDDEN = new Set(["chat_member", "message_reaction", "message_reaction_count"]);
const LONGEST_PAUSE_MS = 30_000;

/**
 * Brings updates to the webhook: of each chat in order, one at a time, again and again until it says 2xx.
 * What waits is in PostgreSQL and goes out after a restart. Telegram forgets an update after a day.
 */
export function createDelivery(options: {
  sql: Sql;
  webhook: () => Webhook | null;
  /** Where an address is really reached, if elsewhere. */
  route: (url: string) => string;
  suspended: () => boolean;
  retryDelayMs: number;
  log: Logger;
}) {
  const { sql, webhook, log } = options;
  const running = new Map<number, Promise<void>>();
  /** Chats that got something while being drained. */
  const again = new Set<number>();
  const pauses = new Set<() => void>();
  const stopped = new AbortController();
  let lastError: { at: number; message: string } | null = null;

  /** Waits, unless there is a reason to try at once. */
  async function pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        pauses.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      pauses.add(done);
    });
  }

  function hurry(): void {
    for (const end of [...pauses]) end();
  }

  async function post(target: Webhook, body: string): Promise<void> {
    const response = await fetch(options.route(target.url), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(target.secret ? { "x-telegram-bot-api-secret-token": target.secret } : {}),
      },
      body,
      signal: AbortSignal.any([stopped.signal, AbortSignal.timeout(60_000)]),
    });
    await response.arrayBuffer();
    if (!response.ok) {
      throw new Error(`Wrong response from the webhook: ${response.status} ${response.statusText}`);
    }
  }

  /** Delivers what a chat has waiting; returns when nothing is left. */
  async function drain(chatId: number): Promise<void> {
    let failures = 0;
    while (!stopped.signal.aborted) {
      const [next] = await sql<{ id: string; body: Record<string, unknown> }[]>`
        select update_id as id, body from demo.tg_updates
        where chat_id = ${chatId} order by update_id limit 1`;
      if (!next) {
        if (again.delete(chatId)) continue;
        // In the same step as the last look, so that nothing falls between the two.
        running.delete(chatId);
        return;
      }
      try {
        const target = webhook();
        if (!target || options.suspended()) throw new Error("No webhook to deliver to");
        await post(target, JSON.stringify({ update_id: Number(next.id), ...next.body }));
        await sql`delete from demo.tg_updates where update_id = ${next.id}`;
        failures = 0;
      } catch (error) {
        if (stopped.signal.aborted) return;
        const message = error instanceof Error ? error.message : "unknown";
        lastError = { at: Math.floor(Date.now() / 1000), message };
        log.debug({ chatId, updateId: next.id, reason: message }, "an update was not taken");
        await sql`update demo.tg_updates set attempts = attempts + 1 where update_id = ${next.id}`;
        await sql`delete from demo.tg_updates where created_at < now() - interval '24 hours'`;
        await pause(Math.min(options.retryDelayMs * 2 ** failures++, LONGEST_PAUSE_MS));
      }
    }
  }

  function kick(chatId: number): void {
    if (stopped.signal.aborted) return;
    if (running.has(chatId)) {
      again.add(chatId);
      return;
    }
    const run = drain(chatId).catch((error: unknown) => {
      running.delete(chatId);
      log.error({ err: error }, "updates could not be delivered");
      void pause(LONGEST_PAUSE_MS).then(() => kick(chatId));
    });
    running.set(chatId, run);
  }

  async function waiting(chatId?: number): Promise<number> {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from demo.tg_updates
      where ${chatId ?? null}::int8 is null or chat_id = ${chatId ?? null}`;
    return row?.count ?? 0;
  }

  return {
    waiting: () => waiting(),
    lastError: () => lastError,

    /** Queues an update of a chat, e.g. `{ message }`; dropped when the bot did not ask for its kind. */
    async send(chatId: number, body: Record<string, unknown>): Promise<void> {
      const kind = Object.keys(body)[0] ?? "";
      const allowed = webhook()?.allowed;
      if (allowed ? !allowed.includes(kind) : HIDDEN.has(kind)) return;
      await sql`insert into demo.tg_updates (chat_id, body)
        values (${chatId}, ${JSON.stringify(body)}::text::jsonb)`;
      kick(chatId);
    },

    async start(): Promise<void> {
      const rows = await sql<{ id: string }[]>`select distinct chat_id as id from demo.tg_updates`;
      for (const { id } of rows) kick(Number(id));
    },

    async forget(): Promise<void> {
      await sql`delete from demo.tg_updates`;
    },

    /** Tries everything that waits right now: the weather has changed. */
    hurry,

    async stop(): Promise<void> {
      stopped.abort();
      hurry();
      await Promise.all(running.values());
    },
  };
}
