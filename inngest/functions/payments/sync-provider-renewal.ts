import { inngest } from "@/inngest/client";
import { autoRenewChanged, orderFulfilled, subscriptionChanged } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { syncProviderRenewal } from "@/server/domains/payments";

/** Switched off, refunded or on another plan: a provider that renews by itself is told. */
export const syncProviderRenewalJob = inngest.createFunction(
  {
    id: "sync-provider-renewal",
    triggers: [autoRenewChanged, orderFulfilled, subscriptionChanged],
    concurrency: { key: "event.data.subscriptionId", limit: 1 },
    retries: 8,
  },
  async ({ event, step }) => {
    const { subscriptionId } = event.data;
    if (!subscriptionId) return;
    await step.run("sync", () =>
      syncProviderRenewal(systemContext("sync-provider-renewal"), { subscriptionId }),
    );
  },
);
