import { z } from "zod";
import { defineNotification } from "./contract";

/** A trial is over, by time or by traffic; buying a plan goes on with its link and devices. */
export const trialEnded = defineNotification({
  data: z.object({
    subscriptionId: z.string(),
    plan: z.string(),
    /** ICU takes a word to choose by. */
    why: z.enum(["time", "traffic"]),
  }),
  essential: false,
  buttons: ({ subscriptionId }) => [{ key: "plans", callback: `upgrade:${subscriptionId}` }],
});
