import { eq } from "drizzle-orm";
import { customers } from "@/db/schema/customers";
import { orders } from "@/db/schema/orders";
import { payments } from "@/db/schema/payments";
import type { Ctx } from "@/server/core/context";

export type PreCheckoutReason =
  | "unknown_payment"
  | "wrong_person"
  | "wrong_amount"
  | "order_closed";
export type PreCheckoutVerdict = { ok: true } | { ok: false; reason: PreCheckoutReason };

/**
 * Telegram's last question before Stars move: is this still the invoice we made, for this person, at this
 * price? One query, because the answer is due in seconds. A settled invoice is refused: links can be reused.
 */
export async function preCheckout(
  ctx: Ctx,
  input: { payload: string; currency: string; amount: bigint; telegramId: bigint },
): Promise<PreCheckoutVerdict> {
  const [row] = await ctx.db
    .select({ payment: payments, status: orders.status, telegramId: customers.telegramId })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .innerJoin(customers, eq(customers.id, payments.customerId))
    .where(eq(payments.id, input.payload.slice(0, 64)));
  const refuse = (reason: PreCheckoutReason): PreCheckoutVerdict => ({ ok: false, reason });
  if (row?.payment.gateway !== "stars") return refuse("unknown_payment");
  if (row.telegramId !== input.telegramId) return refuse("wrong_person");
  if (row.payment.currency !== input.currency || row.payment.amount !== input.amount) {
    return refuse("wrong_amount");
  }
  const payable = row.payment.status === "created" || row.payment.status === "pending";
  return payable && row.status === "pending" ? { ok: true } : refuse("order_closed");
}
