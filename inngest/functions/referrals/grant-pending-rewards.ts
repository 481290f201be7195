import { inngest } from "@/inngest/client";
import { orderFulfilled } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { grantPending } from "@/server/domains/referrals";

/** Free days that waited for a subscription are given when there is one; hourly for what was missed. */
export const grantPendingRewardsJob = inngest.createFunction(
  { id: "grant-pending-rewards", triggers: [orderFulfilled, { cron: "23 * * * *" }] },
  async ({ event, step }) => {
    const customerId =
      event.name === orderFulfilled.name ? String(event.data.customerId) : undefined;
    return step.run("grant", () =>
      grantPending(systemContext("grant-pending-rewards"), { customerId }),
    );
  },
);
