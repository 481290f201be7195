import { z } from "zod";
import { defineNotification } from "./contract";

/** A charge for automatic renewal did not go through; `again` says whether another attempt follows. */
export const renewalFailed = defineNotification({
  data: z.object({
    subscriptionId: z.string(),
    plan: z.string(),
    amount: z.string(),
    expiresAt: z.string(),
    again: z.enum(["yes", "no"]),
  }),
  essential: true,
  buttons: ({ subscriptionId }) => [{ key: "pay", callback: `renew:${subscriptionId}` }],
});
