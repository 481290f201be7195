import { type Sql, type Tx, transact } from "./database";
import type { FunctionConfig } from "./options";
import { createRuns } from "./runs";
import { type Schedule, scheduleOf } from "./schedule";

/** Timers do not count further, and a machine that slept must notice. */
const LONGEST_NAP_MS = 60_000;
const RETRY_MS = 1000;

/**
 * Starts the clocks of scheduled functions. Every process has them; the row of a schedule is locked while its
 * tick is taken, so one of them does. Ticks that passed while nothing ran are made up for by one run.
 */
export function startCrons(
  sql: Sql,
  functions: ReadonlyMap<string, FunctionConfig>,
  onError: (error: unknown) => void,
): () => void {
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;

  function follow(config: FunctionConfig, cron: string): void {
    const schedule = scheduleOf(cron);
    const key = `${config.id}:${cron}`;
    const wake = async () => {
      let nap = RETRY_MS;
      try {
        await transact(sql, (tx) => takeTick(tx, { config, cron, key, schedule }, new Date()));
        const next = schedule.next(new Date())?.getTime() ?? Number.POSITIVE_INFINITY;
        nap = Math.min(Math.max(next - Date.now(), 1), LONGEST_NAP_MS);
      } catch (error) {
        onError(error);
      }
      if (stopped) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        void wake();
      }, nap);
      timers.add(timer);
    };
    void wake();
  }

  for (const config of functions.values()) {
    for (const cron of config.crons) follow(config, cron);
  }
  return () => {
    stopped = true;
    for (const timer of timers) clearTimeout(timer);
  };
}

/** Makes the run of a tick that is due, unless another process has. A schedule seen first starts now. */
export async function takeTick(
  tx: Tx,
  clock: { config: FunctionConfig; cron: string; key: string; schedule: Schedule },
  now: Date,
): Promise<void> {
  const { config, cron, key, schedule } = clock;
  const made = await tx`
    insert into executor.schedule(key, last) values (${key}, ${now})
    on conflict do nothing returning 1`;
  if (made.length > 0) return;
  const [row] = await tx<{ last: Date }[]>`
    select last from executor.schedule where key = ${key} for update`;
  const tick = row ? schedule.next(row.last) : null;
  if (!tick || tick > now) return;
  const event = {
    id: `cron:${key}:${tick.getTime()}`,
    name: "inngest/scheduled.timer",
    data: { cron },
    ts: tick.getTime(),
  };
  await createRuns(tx, [{ config, event, dedupe: event.id }]);
  await tx`update executor.schedule set last = ${now} where key = ${key}`;
}
