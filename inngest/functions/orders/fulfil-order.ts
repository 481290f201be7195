import { inngest } from "@/inngest/client";
import { orderPaid } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { fulfilOrder } from "@/server/domains/orders";

export const fulfilOrderJob = inngest.createFunction(
  {
    id: "fulfil-order",
    triggers: [orderPaid],
    concurrency: { limit: 1, key: "event.data.orderId" },
    retries: 10,
  },
  async ({ event, step }) =>
    step.run("fulfil", () => fulfilOrder(systemContext("fulfil-order"), event.data)),
);
