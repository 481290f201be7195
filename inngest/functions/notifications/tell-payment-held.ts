import { inngest } from "@/inngest/client";
import { paymentHeld } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { tellPaymentHeld } from "@/server/domains/notifications";

export const tellPaymentHeldJob = inngest.createFunction(
  { id: "tell-payment-held", triggers: [paymentHeld] },
  async ({ event, step }) =>
    step.run("tell", () => tellPaymentHeld(systemContext("tell-payment-held"), event.data)),
);
