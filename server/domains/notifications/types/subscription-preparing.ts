import { z } from "zod";
import { defineNotification } from "./contract";

/** Paid, but the panel is away: nothing is lost, it will be delivered by itself. */
export const subscriptionPreparing = defineNotification({
  data: z.object({ subscriptionId: z.string(), plan: z.string() }),
  essential: true,
});
