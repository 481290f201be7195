import { inngest } from "@/inngest/client";
import * as events from "@/inngest/events";
import { publish } from "@/server/integrations/realtime";
import { newsOf } from "./news-of";

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

/** Tells connected browsers what has changed. */
export const broadcastChangesJob = inngest.createFunction(
  { id: "broadcast-changes", triggers: NEWS, retries: 2 },
  async ({ event }) => {
    const { channels, news } = newsOf(event);
    await publish(channels, "changed", news);
  },
);
