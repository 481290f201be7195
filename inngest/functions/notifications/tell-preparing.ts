import { inngest } from "@/inngest/client";
import { subscriptionDelayed } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { tellPreparing } from "@/server/domains/notifications";

export const tellPreparingJob = inngest.createFunction(
  { id: "tell-preparing", triggers: [subscriptionDelayed] },
  async ({ event, step }) =>
    step.run("tell", () => tellPreparing(systemContext("tell-preparing"), event.data)),
);
