import { inngest } from "@/inngest/client";
import { subscriptionObserved } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { tellStatus } from "@/server/domains/notifications";

export const tellStatusJob = inngest.createFunction(
  { id: "tell-status", triggers: [subscriptionObserved] },
  async ({ event, step }) =>
    step.run("tell", () => tellStatus(systemContext("tell-status"), event.data)),
);
