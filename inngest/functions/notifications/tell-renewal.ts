import { inngest } from "@/inngest/client";
import { renewalEnded } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { tellRenewal } from "@/server/domains/notifications";

export const tellRenewalJob = inngest.createFunction(
  { id: "tell-renewal", triggers: [renewalEnded] },
  async ({ event, step }) =>
    step.run("tell", () => tellRenewal(systemContext("tell-renewal"), event.data)),
);
