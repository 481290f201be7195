import { z } from "zod";
import { defineNotification } from "./contract";

/** The first delivery of a link, or the end of a delay. */
export const subscriptionReady = defineNotification({
  data: z.object({ subscriptionId: z.string(), plan: z.string(), expiresAt: z.string() }),
  essential: true,
  buttons: ({ subscriptionId }) => [
    { key: "connect", callback: `connect:${subscriptionId}` },
    { key: "open", miniAppPath: `/miniapp/subscription/${subscriptionId}` },
  ],
});
