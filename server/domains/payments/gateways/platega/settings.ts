import { z } from "zod";
import { defineSettings } from "@/server/core/settings";

export const plategaSettings = defineSettings({
  id: "gateway.platega",
  schema: z.object({
    enabled: z.boolean().default(false),
    merchantId: z.string().trim().max(100).default(""),
    /** Of the API, and of webhooks: Platega sends it back to us. */
    secret: z.string().max(200).default(""),
    /** A number of Platega's list (2 is SBP), or `auto`: the customer chooses on its page. */
    paymentMethod: z
      .string()
      .trim()
      .regex(/^(auto|\d{1,4})$/)
      .default("auto"),
    baseUrl: z.url().default("https://app.platega.io"),
  }),
  secrets: ["secret"],
  outside: ["baseUrl"],
});
