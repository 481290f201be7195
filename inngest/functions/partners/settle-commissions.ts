import { inngest } from "@/inngest/client";
import { orderPaid, orderRefunded } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { releaseCommissions, settleCommissions } from "@/server/domains/partners";

/** Payment or refund, in any order, however often: the order's present state decides. */
export const settleCommissionsJob = inngest.createFunction(
  { id: "settle-commissions", triggers: [orderPaid, orderRefunded], retries: 8 },
  async ({ event, step }) => {
    const ctx = systemContext("settle-commissions");
    const settled = await step.run("settle", () => settleCommissions(ctx, event.data));
    // A program without a hold pays at once, and does not wait for the sweep.
    if (settled.kind === "settled") await step.run("release", () => releaseCommissions(ctx));
    return settled;
  },
);
