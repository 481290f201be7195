import { inngest } from "@/inngest/client";
import * as events from "@/inngest/events";
import { publish } from "@/server/integrations/realtime";

/** What people watch. Machinery (inbox, requests) is not news. */
const NEWS = [
  events.orderCreated,
  events.orderPaid,
  events.orderFulfilled,
  events.orderClosed,
  events.orderRefunded,
  events.paymentHeld,
  events.creditChanged,
  events.rewardChanged,
  events.subscriptionChanged,
  events.subscriptionProvisioned,
  events.subscriptionDelayed,
  events.subscriptionObserved,
  events.customerCreated,
  events.alertChanged,
  events.syncFinished,
  events.panelStateChanged,
  events.bulkRunChanged,
  events.catalogChanged,
  events.partnerChanged,
  events.payoutChanged,
];

/**
 * Tells connected browsers what has changed: operators everything, a customer what is theirs. Only names and
 * ids travel; who may see more asks for it.
 */
export const broadcastChangesJob = inngest.createFunction(
  { id: "broadcast-changes", triggers: NEWS, retries: 2 },
  async ({ event }) => {
    const data: Record<string, unknown> = event.data;
    const channels = ["private-admin"];
    if (typeof data.customerId === "string") channels.push(`private-customer-${data.customerId}`);
    await publish(channels, "changed", { name: event.name, data });
  },
);
