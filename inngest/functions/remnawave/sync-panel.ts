import { inngest } from "@/inngest/client";
import { syncRequested } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { runSync } from "@/server/domains/remnawave";

/** A sync somebody asked for. Never repeated: the next periodic one does the same. */
export const syncPanelJob = inngest.createFunction(
  { id: "sync-panel", triggers: [syncRequested], concurrency: 1, retries: 0 },
  async ({ event, step }) =>
    step.run("sync", async () => {
      const { status } = await runSync(systemContext("sync-panel"), event.data);
      return { status };
    }),
);
