import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { orders } from "@/db/schema/orders";
import { orderPaid } from "@/inngest/events";
import type { Ctx } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import { recordAudit } from "@/server/domains/audit";

/**
 * Confirmed money for an order, in the transaction that settles the payment. Money that comes after the
 * order expired or was cancelled revives it.
 *
 * @returns false when the order was paid before: this money is not the order's
 */
export async function markOrderPaid(
  ctx: Ctx<Tx>,
  input: { orderId: string; paymentId: string | null },
): Promise<boolean> {
  const [row] = await ctx.db
    .update(orders)
    .set({ status: "paid", paidAt: ctx.clock(), closedAt: null })
    .where(
      and(
        eq(orders.id, input.orderId),
        inArray(orders.status, ["pending", "expired", "cancelled"]),
      ),
    )
    .returning({ customerId: orders.customerId });
  if (!row) return false;
  await recordAudit(ctx, {
    action: "orders.paid",
    subject: { type: "order", id: input.orderId },
    after: { paymentId: input.paymentId },
  });
  await emit(ctx, orderPaid.create({ ...input, customerId: row.customerId }));
  return true;
}
