import { inngest } from "@/inngest/client";
import { panelEventReceived } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { processPanelEvent } from "@/server/domains/remnawave";

/** Looks again at what a webhook is about; no more at once than a panel bears. */
export const processPanelEventJob = inngest.createFunction(
  { id: "process-panel-event", triggers: [panelEventReceived], concurrency: 10, retries: 3 },
  async ({ event, step }) =>
    step.run("process", () => processPanelEvent(systemContext("process-panel-event"), event.data)),
);
