import { inngest } from "@/inngest/client";
import { paymentOpened } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { nextPollOf, pollPayment } from "@/server/domains/payments";

/** More looks than the schedule has in its two late days. */
const MOST_POLLS = 120;

/** Webhooks get lost: an open payment is asked for until it ends, often at first and ever more rarely. */
export const pollPaymentJob = inngest.createFunction(
  { id: "poll-payment", triggers: [paymentOpened], retries: 5 },
  async ({ event, step }) => {
    const ctx = systemContext("poll-payment");
    for (let polls = 0; polls < MOST_POLLS; polls += 1) {
      const due = await step.run("when", () => nextPollOf(ctx, event.data));
      if (!due) return { polls };
      await step.sleepUntil("wait", due);
      await step.run("ask", () => pollPayment(ctx, event.data));
    }
    return { polls: MOST_POLLS };
  },
);
