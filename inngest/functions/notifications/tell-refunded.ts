import { inngest } from "@/inngest/client";
import { orderRefunded } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { tellRefunded } from "@/server/domains/notifications";

export const tellRefundedJob = inngest.createFunction(
  { id: "tell-refunded", triggers: [orderRefunded] },
  async ({ event, step }) => {
    const { refundId } = event.data;
    // What became credit is told with the credit.
    if (refundId === null) return;
    await step.run("tell", () => tellRefunded(systemContext("tell-refunded"), { refundId }));
  },
);
