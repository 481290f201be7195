import { z } from "zod";
import { defineNotification } from "./contract";

/** An operator changed what the subscription gives, and the panel shows it. */
export const subscriptionChanged = defineNotification({
  data: z.object({ subscriptionId: z.string(), plan: z.string(), expiresAt: z.string() }),
  essential: true,
  buttons: ({ subscriptionId }) => [{ key: "open", callback: `sub:${subscriptionId}` }],
});
