import { z } from "zod";
import { defineSettings } from "@/server/core/settings";

export const stripeSettings = defineSettings({
  id: "gateway.stripe",
  schema: z.object({
    enabled: z.boolean().default(false),
    // Only what a header can carry: a stray letter would end up in an error message, key and all.
    secretKey: z
      .string()
      .trim()
      .regex(/^[\x21-\x7e]*$/)
      .max(300)
      .default(""),
    webhookSecret: z.string().trim().max(300).default(""),
    baseUrl: z.url({ protocol: /^https?$/ }).default("https://api.stripe.com"),
  }),
  secrets: ["secretKey", "webhookSecret"],
  outside: ["baseUrl"],
});
