import { inngest } from "@/inngest/client";
import { payoutChanged } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { tellPayout } from "@/server/domains/notifications";

export const tellPayoutJob = inngest.createFunction(
  { id: "tell-payout", triggers: [payoutChanged] },
  async ({ event, step }) =>
    step.run("tell", () => tellPayout(systemContext("tell-payout"), event.data)),
);
