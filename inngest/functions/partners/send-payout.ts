import { inngest } from "@/inngest/client";
import { payoutSendRequested } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { sendPayout } from "@/server/domains/partners";

export const sendPayoutJob = inngest.createFunction(
  {
    id: "send-payout",
    triggers: [payoutSendRequested],
    concurrency: { limit: 1, key: "event.data.payoutId" },
    retries: 12,
  },
  async ({ event, step }) =>
    step.run("send", () => sendPayout(systemContext("send-payout"), event.data)),
);
