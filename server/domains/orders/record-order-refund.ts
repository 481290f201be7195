import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { orders } from "@/db/schema/orders";
import { orderRefunded } from "@/inngest/events";
import type { Ctx } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import { recordAudit } from "@/server/domains/audit";
import { endEntitlement } from "@/server/domains/subscriptions";
import { getOrderRow } from "./internal";

/**
 * A provider gave money back: refunds accumulate, and once all of it is back, what the order granted ends.
 * Called in the transaction that records the refund, under the payment's lock.
 */
export async function recordOrderRefund(
  ctx: Ctx<Tx>,
  input: { orderId: string; refundId: string; amount: bigint },
): Promise<{ full: boolean }> {
  const before = await getOrderRow(ctx, input.orderId);
  const [row] = await ctx.db
    .update(orders)
    .set({ refunded: sql`${orders.refunded} + ${input.amount.toString()}::bigint` })
    .where(eq(orders.id, input.orderId))
    .returning({ refunded: orders.refunded, total: orders.total });
  const full = row !== undefined && row.refunded >= row.total;
  if (full && before.refunded < before.total) await endEntitlement(ctx, { orderId: input.orderId });
  await recordAudit(ctx, {
    action: "orders.refund",
    subject: { type: "order", id: input.orderId },
    before: { refunded: before.refunded },
    after: { refunded: row?.refunded, refundId: input.refundId },
  });
  await emit(
    ctx,
    orderRefunded.create({
      orderId: input.orderId,
      customerId: before.customerId,
      refundId: input.refundId,
      full,
    }),
  );
  return { full };
}
