import { and, eq, gte, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { orders } from "@/db/schema/orders";
import { orderRefunded } from "@/inngest/events";
import type { Ctx } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { recordAudit } from "@/server/domains/audit";
import { raiseAlert } from "@/server/domains/monitoring";
import { endEntitlement } from "@/server/domains/subscriptions";
import type { OrderRow } from "./internal";

/**
 * A provider gave money back: refunds accumulate, and once all of it is back, what the order granted ends.
 * Called in the transaction that records the refund, under the payment's lock.
 */
export async function recordOrderRefund(
  ctx: Ctx<Tx>,
  input: { orderId: string; refundId: string; amount: bigint },
): Promise<{ full: boolean }> {
  const [row] = await ctx.db
    .update(orders)
    .set({ refunded: sql`${orders.refunded} + ${input.amount.toString()}::bigint` })
    .where(eq(orders.id, input.orderId))
    .returning();
  if (!row) throw notFound("order", input.orderId);
  const refundedBefore = row.refunded - input.amount;
  const full = row.refunded >= row.total;
  if (full && refundedBefore < row.total) {
    await endEntitlement(ctx, { orderId: input.orderId });
    if (await sharesItsValue(ctx, row)) {
      await raiseAlert(ctx, {
        kind: "refund_of_changed_plan",
        key: row.id,
        severity: "warning",
        details: { number: row.number },
        href: `/admin/orders/${row.id}`,
      });
    }
  }
  await recordAudit(ctx, {
    action: "orders.refund",
    subject: { type: "order", id: input.orderId },
    before: { refunded: refundedBefore },
    after: { refunded: row.refunded, refundId: input.refundId },
  });
  await emit(
    ctx,
    orderRefunded.create({
      orderId: input.orderId,
      customerId: row.customerId,
      refundId: input.refundId,
      full,
    }),
  );
  return { full };
}

/**
 * A change of plan turned the value of earlier orders into its own time. Which part of it a refund of one of
 * them should end is a person's decision.
 */
async function sharesItsValue(ctx: Ctx<Tx>, order: OrderRow): Promise<boolean> {
  if (!order.subscriptionId || !order.fulfilledAt) return false;
  const [other] = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        eq(orders.subscriptionId, order.subscriptionId),
        ne(orders.id, order.id),
        order.kind === "upgrade"
          ? eq(orders.status, "fulfilled")
          : and(eq(orders.kind, "upgrade"), gte(orders.fulfilledAt, order.fulfilledAt)),
      ),
    )
    .limit(1);
  return other !== undefined;
}
