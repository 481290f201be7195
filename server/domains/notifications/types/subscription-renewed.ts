import { z } from "zod";
import { defineNotification } from "./contract";

/** A renewal or plan change has reached the panel; link and devices stay. */
export const subscriptionRenewed = defineNotification({
  data: z.object({ subscriptionId: z.string(), plan: z.string(), expiresAt: z.string() }),
  essential: true,
  buttons: ({ subscriptionId }) => [{ key: "open", callback: `sub:${subscriptionId}` }],
});
