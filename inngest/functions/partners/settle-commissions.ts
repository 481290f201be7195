import { inngest } from "@/inngest/client";
import { orderPaid, orderRefunded } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { settleCommissions } from "@/server/domains/partners";

/** Payment or refund, in any order, however often: the order's present state decides. */
export const settleCommissionsJob = inngest.createFunction(
  { id: "settle-commissions", triggers: [orderPaid, orderRefunded], retries: 8 },
  async ({ event, step }) =>
    step.run("settle", () => settleCommissions(systemContext("settle-commissions"), event.data)),
);
