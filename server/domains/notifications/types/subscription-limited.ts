import { z } from "zod";
import { defineNotification } from "./contract";

/** The traffic of this period is used up. */
export const subscriptionLimited = defineNotification({
  data: z.object({ subscriptionId: z.string(), plan: z.string() }),
  essential: false,
  buttons: ({ subscriptionId }) => [{ key: "upgrade", callback: `upgrade:${subscriptionId}` }],
});
