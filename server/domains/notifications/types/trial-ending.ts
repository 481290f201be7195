import { z } from "zod";
import { defineNotification } from "./contract";

/** A trial is about to end: told a day before and three hours before. */
export const trialEnding = defineNotification({
  data: z.object({
    subscriptionId: z.string(),
    plan: z.string(),
    /** ICU takes a word to choose by. */
    left: z.enum(["day", "hours"]),
  }),
  essential: false,
  buttons: ({ subscriptionId }) => [{ key: "plans", callback: `upgrade:${subscriptionId}` }],
});
