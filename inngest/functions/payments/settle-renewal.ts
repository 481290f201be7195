import { inngest } from "@/inngest/client";
import { orderPaid } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { settleRenewal } from "@/server/domains/payments";

/** A charge's money is confirmed: its attempt of automatic renewal succeeded. */
export const settleRenewalJob = inngest.createFunction(
  { id: "settle-renewal", triggers: [orderPaid] },
  async ({ event, step }) => {
    const { paymentId } = event.data;
    if (!paymentId) return null;
    return step.run("settle", () => settleRenewal(systemContext("settle-renewal"), { paymentId }));
  },
);
