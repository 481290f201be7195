import { z } from "zod";
import { defineNotification } from "./contract";

/** A subscription was renewed by itself. `method`: `credit`, or the kept way to pay as the customer knows it. */
export const renewalSucceeded = defineNotification({
  data: z.object({
    subscriptionId: z.string(),
    plan: z.string(),
    amount: z.string(),
    method: z.string(),
    /** ICU takes a word to choose by. */
    from: z.enum(["credit", "method"]),
  }),
  essential: true,
  buttons: ({ subscriptionId }) => [{ key: "open", callback: `sub:${subscriptionId}` }],
});
