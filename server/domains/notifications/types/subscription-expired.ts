import { z } from "zod";
import { defineNotification } from "./contract";

export const subscriptionExpired = defineNotification({
  data: z.object({ subscriptionId: z.string(), plan: z.string() }),
  essential: false,
  buttons: ({ subscriptionId }) => [{ key: "renew", callback: `renew:${subscriptionId}` }],
});
