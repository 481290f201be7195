import { z } from "zod";
import { defineSettings } from "@/server/core/settings";

export const cryptoPaySettings = defineSettings({
  id: "gateway.crypto_pay",
  schema: z.object({
    enabled: z.boolean().default(false),
    /** As @CryptoBot gives it; it signs webhooks too. */
    token: z.string().max(200).default(""),
    baseUrl: z.url().default("https://pay.crypt.bot"),
  }),
  secrets: ["token"],
  outside: ["baseUrl"],
});
