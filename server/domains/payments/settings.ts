import { z } from "zod";
import { defineSettings } from "@/server/core/settings";

/** What concerns all gateways together. */
export const paymentSettings = defineSettings({
  id: "payments",
  schema: z.object({
    /** Ids of gateways by commas, as customers see them. Those not named follow in the product's own order. */
    order: z
      .string()
      .max(500)
      .regex(/^([a-z_]+(,[a-z_]+)*)?$/)
      .default(""),
  }),
  secrets: [],
});

/** Every id there is, in the wanted order; names nobody knows are passed over. */
export function ordered<T extends string>(ids: readonly T[], order: string): T[] {
  const wanted = order.split(",");
  const place = (id: T) => (wanted.includes(id) ? wanted.indexOf(id) : wanted.length);
  return [...ids].sort((a, b) => place(a) - place(b));
}
