import { inngest } from "@/inngest/client";
import { orderFulfilled, subscriptionProvisioned } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { consumeTrial, markTrialConverted } from "@/server/domains/trials";

/** A delivered trial is used; one that a plan was bought on has converted. */
export const followTrialJob = inngest.createFunction(
  { id: "follow-trial", triggers: [subscriptionProvisioned, orderFulfilled] },
  async ({ event, step }) => {
    const { subscriptionId } = event.data;
    if (subscriptionId === null) return;
    const follow = "orderId" in event.data ? markTrialConverted : consumeTrial;
    await step.run("follow", () => follow(systemContext("follow-trial"), { subscriptionId }));
  },
);
