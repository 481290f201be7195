import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { expireOrders, rescueOrders } from "@/server/domains/orders";

/** Every minute: close what is over, and fulfil what was paid but missed by its event. */
export const sweepOrdersJob = inngest.createFunction(
  { id: "sweep-orders", triggers: [{ cron: "* * * * *" }], concurrency: { limit: 1 } },
  async ({ step }) => {
    const ctx = systemContext("sweep-orders");
    const expired = await step.run("expire", () => expireOrders(ctx));
    const rescued = await step.run("fulfil", () => rescueOrders(ctx));
    return { expired, rescued };
  },
);
