import { z } from "zod";
import { defineSettings } from "@/server/core/settings";

/** Heleket and Cryptomus ask for the same; they differ in where they are and where they send from. */
export const heleketLikeSettings = (of: { id: string; baseUrl: string; address: string }) =>
  defineSettings({
    id: `gateway.${of.id}`,
    schema: z.object({
      enabled: z.boolean().default(false),
      merchantId: z.string().trim().max(100).default(""),
      /** The payment key: it signs requests and webhooks. */
      apiKey: z.string().max(300).default(""),
      /** Where webhooks come from, by commas; empty takes them from anywhere. */
      senderAddresses: z.string().max(500).default(of.address),
      baseUrl: z.url().default(of.baseUrl),
    }),
    secrets: ["apiKey"],
    outside: ["baseUrl"],
  });
