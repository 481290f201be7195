import { inngest } from "@/inngest/client";
import { refundRequested } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { processRefund } from "@/server/domains/payments";

export const processRefundJob = inngest.createFunction(
  {
    id: "process-refund",
    triggers: [refundRequested],
    concurrency: { limit: 1, key: "event.data.refundId" },
    retries: 12,
  },
  async ({ event, step }) =>
    step.run("refund", () => processRefund(systemContext("process-refund"), event.data)),
);
