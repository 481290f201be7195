import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { listOpenEvents, processPanelEvent } from "@/server/domains/remnawave";

/** Events that could not be acted on while the panel was away. */
export const retryPanelEventsJob = inngest.createFunction(
  { id: "retry-panel-events", triggers: [{ cron: "*/2 * * * *" }], concurrency: 1 },
  async ({ step }) =>
    step.run("retry", async () => {
      const ctx = systemContext("retry-panel-events");
      for (const eventId of await listOpenEvents(ctx)) {
        try {
          await processPanelEvent(ctx, { eventId });
        } catch (error) {
          ctx.log.warn({ err: error, eventId }, "the panel still cannot be asked");
          return;
        }
      }
    }),
);
