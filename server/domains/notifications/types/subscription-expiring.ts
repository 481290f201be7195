import { z } from "zod";
import { defineNotification } from "./contract";

/** Sent per subscription, three days and one day before its end. */
export const subscriptionExpiring = defineNotification({
  data: z.object({
    subscriptionId: z.string(),
    plan: z.string(),
    days: z.number().int(),
    expiresAt: z.string(),
  }),
  essential: false,
  buttons: ({ subscriptionId }) => [{ key: "renew", callback: `renew:${subscriptionId}` }],
});
