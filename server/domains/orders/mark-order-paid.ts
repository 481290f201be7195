import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { OrderKind } from "@/db/enums";
import { orders } from "@/db/schema/orders";
import { orderPaid } from "@/inngest/events";
import type { Ctx } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import { recordAudit } from "@/server/domains/audit";
import { consumePromoCode } from "@/server/domains/promocodes";
import { spendCredit } from "./credit";
import { lockOrder, unpackQuote } from "./internal";

/**
 * `already`: the order was paid before, this money is not the order's. `credit_gone`: it had expired, and the
 * credit that was to pay a part of it has been spent since.
 */
export type PaidVerdict =
  | { kind: "paid"; orderKind: OrderKind }
  | { kind: "already" }
  | { kind: "credit_gone" };

/**
 * Confirmed money for an order, in the transaction that settles the payment. Money that comes after the
 * order expired or was cancelled revives it.
 */
export async function markOrderPaid(
  ctx: Ctx<Tx>,
  input: { orderId: string; paymentId: string | null },
): Promise<PaidVerdict> {
  const order = await lockOrder(ctx, input.orderId);
  if (order.status === "paid" || order.status === "fulfilled") return { kind: "already" };
  if (!(await spendCredit(ctx, order, order.status === "pending"))) return { kind: "credit_gone" };
  await ctx.db
    .update(orders)
    .set({ status: "paid", paidAt: ctx.clock(), closedAt: null })
    .where(eq(orders.id, order.id));
  if (unpackQuote(order.quote).promo) await consumePromoCode(ctx, { orderId: order.id });
  await recordAudit(ctx, {
    action: "orders.paid",
    subject: { type: "order", id: order.id },
    before: { status: order.status },
    after: { paymentId: input.paymentId },
  });
  await emit(ctx, orderPaid.create({ ...input, customerId: order.customerId }));
  return { kind: "paid", orderKind: order.kind };
}
