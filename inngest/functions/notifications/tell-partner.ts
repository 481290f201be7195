import { inngest } from "@/inngest/client";
import { partnerDecided } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { tellPartner } from "@/server/domains/notifications";

export const tellPartnerJob = inngest.createFunction(
  { id: "tell-partner", triggers: [partnerDecided] },
  async ({ event, step }) =>
    step.run("tell", () => tellPartner(systemContext("tell-partner"), event.data)),
);
