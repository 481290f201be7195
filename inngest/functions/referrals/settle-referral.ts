import { inngest } from "@/inngest/client";
import { orderFulfilled, orderPaid, orderRefunded } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { settleReferral } from "@/server/domains/referrals";

/** Rewards follow an order's state, whatever told of it and in which order. */
export const settleReferralJob = inngest.createFunction(
  {
    id: "settle-referral",
    triggers: [orderPaid, orderFulfilled, orderRefunded],
    concurrency: { limit: 1, key: "event.data.orderId" },
    retries: 10,
  },
  async ({ event, step }) => {
    const { orderId } = event.data;
    return step.run("settle", () => settleReferral(systemContext("settle-referral"), { orderId }));
  },
);
