import { Cron } from "croner";
import type { Sql } from "@/db/client";
import type { FunctionConfig } from "./options";
import { createRuns } from "./store";

/**
 * Starts the clocks of scheduled functions. Every process has them; the run's key is the tick itself, so one
 * of them makes it. A tick that passed while nothing ran is not made up for.
 */
export function startCrons(
  sql: Sql,
  functions: ReadonlyMap<string, FunctionConfig>,
  onError: (error: unknown) => void,
): () => void {
  const crons = [...functions.values()].flatMap((config) =>
    config.triggers.flatMap(({ cron }) => {
      if (!cron) return [];
      const [, timezone = "UTC", pattern = cron] = /^TZ=(\S+)\s+(.+)$/.exec(cron) ?? [];
      return [
        new Cron(pattern, { timezone }, (self: Cron) => {
          const tick = Math.floor((self.currentRun()?.getTime() ?? Date.now()) / 1000) * 1000;
          const event = {
            id: `cron:${config.id}:${cron}:${tick}`,
            name: "inngest/scheduled.timer",
            data: { cron },
            ts: tick,
          };
          void sql
            .begin((tx) => createRuns(tx, [{ config, event, dedupe: event.id }], Date.now()))
            .catch(onError);
        }),
      ];
    }),
  );
  return () => {
    for (const cron of crons) cron.stop();
  };
}
