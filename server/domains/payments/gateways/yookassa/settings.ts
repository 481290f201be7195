import { z } from "zod";
import { defineSettings } from "@/server/core/settings";

export const yookassaSettings = defineSettings({
  id: "gateway.yookassa",
  schema: z.object({
    enabled: z.boolean().default(false),
    shopId: z.string().trim().max(40).default(""),
    secretKey: z.string().trim().max(200).default(""),
    /** Receipts by 54-FZ: YooKassa refuses payments without them where the shop has them switched on. */
    receipt: z.boolean().default(false),
    /** Where a receipt goes when the customer's own address is not known. */
    receiptEmail: z.union([z.literal(""), z.email()]).default(""),
    /** YooKassa's own code: 1 is without VAT. */
    vatCode: z.number().int().min(1).max(12).default(1),
    baseUrl: z.url({ protocol: /^https?$/ }).default("https://api.yookassa.ru/v3"),
  }),
  secrets: ["secretKey"],
  outside: ["baseUrl"],
});
