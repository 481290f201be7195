import { z } from "zod";
import { defineNotification } from "./contract";

/** It should renew itself, but there is neither enough credit nor a way to pay to charge. */
export const renewalUpcoming = defineNotification({
  data: z.object({ subscriptionId: z.string(), plan: z.string(), expiresAt: z.string() }),
  essential: true,
  buttons: ({ subscriptionId }) => [{ key: "pay", callback: `renew:${subscriptionId}` }],
});
