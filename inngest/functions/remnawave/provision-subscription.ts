import { inngest } from "@/inngest/client";
import { subscriptionChanged } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { provisionSubscription } from "@/server/domains/remnawave";

/** Seconds between tries; afterwards the sweep, which knows when the panel is back, takes over. */
const PAUSES = [1, 3, 8];

/** Moves the panel to a changed promise: one at a time a subscription. */
export const provisionSubscriptionJob = inngest.createFunction(
  {
    id: "provision-subscription",
    triggers: [subscriptionChanged],
    concurrency: { limit: 1, key: "event.data.subscriptionId" },
  },
  async ({ event, step }) => {
    const { subscriptionId } = event.data;
    const attempt = (n: number) =>
      step.run(`provision-${n}`, () =>
        provisionSubscription(systemContext("provision-subscription"), { subscriptionId }),
      );
    let outcome = await attempt(0);
    for (const [n, seconds] of PAUSES.entries()) {
      if (outcome.kind !== "waiting" && outcome.kind !== "busy") break;
      await step.sleep(`pause-${n}`, `${seconds}s`);
      outcome = await attempt(n + 1);
    }
    return outcome;
  },
);
