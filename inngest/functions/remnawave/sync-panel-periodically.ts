import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { openDueSync, runSync } from "@/server/domains/remnawave";

/** Asks every minute whether a periodic sync is due; switch and interval are settings. */
export const syncPanelPeriodicallyJob = inngest.createFunction(
  {
    id: "sync-panel-periodically",
    triggers: [{ cron: "* * * * *" }],
    concurrency: 1,
    retries: 0,
  },
  async ({ step }) =>
    step.run("sync", async () => {
      const ctx = systemContext("sync-panel-periodically");
      const { runId } = await openDueSync(ctx);
      if (!runId) return { status: "not_due" };
      const { status } = await runSync(ctx, { runId });
      return { status };
    }),
);
