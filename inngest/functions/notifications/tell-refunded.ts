import { inngest } from "@/inngest/client";
import { orderRefunded } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { tellRefunded } from "@/server/domains/notifications";

export const tellRefundedJob = inngest.createFunction(
  { id: "tell-refunded", triggers: [orderRefunded] },
  async ({ event, step }) =>
    step.run("tell", () => tellRefunded(systemContext("tell-refunded"), event.data)),
);
