import { inngest } from "@/inngest/client";
import { orderFulfilled } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { keepRenewing } from "@/server/domains/payments";

/** Bought with “keep this way to pay”: the subscription renews itself from now on. */
export const keepRenewingJob = inngest.createFunction(
  { id: "keep-renewing", triggers: [orderFulfilled] },
  async ({ event, step }) => {
    const { orderId, subscriptionId } = event.data;
    if (!subscriptionId) return false;
    return step.run("switch on", () =>
      keepRenewing(systemContext("keep-renewing"), { orderId, subscriptionId }),
    );
  },
);
