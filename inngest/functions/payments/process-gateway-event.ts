import { inngest } from "@/inngest/client";
import { gatewayEventReceived } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { processGatewayEvent } from "@/server/domains/payments";

/** The verb itself gives up after its own number of attempts: retries here are only there to reach it. */
export const processGatewayEventJob = inngest.createFunction(
  {
    id: "process-gateway-event",
    triggers: [gatewayEventReceived],
    concurrency: { limit: 1, key: "event.data.eventId" },
    retries: 12,
  },
  async ({ event, step }) =>
    step.run("process", () =>
      processGatewayEvent(systemContext("process-gateway-event"), event.data),
    ),
);
