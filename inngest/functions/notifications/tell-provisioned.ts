import { inngest } from "@/inngest/client";
import { subscriptionProvisioned } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { tellProvisioned } from "@/server/domains/notifications";

export const tellProvisionedJob = inngest.createFunction(
  { id: "tell-provisioned", triggers: [subscriptionProvisioned] },
  async ({ event, step }) =>
    step.run("tell", () => tellProvisioned(systemContext("tell-provisioned"), event.data)),
);
