import { and, eq, gt, inArray, ne, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { orders } from "@/db/schema/orders";
import type { Ctx } from "@/server/core/context";

/** What is decided about renewing one subscription is decided one after another, until the transaction ends. */
export async function lockRenewals(ctx: Ctx<Tx>, subscriptionId: string): Promise<void> {
  await ctx.db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`rezeis.renewal.${subscriptionId}`}, 0))`,
  );
}

/**
 * Automatic renewal and a payment by hand can meet over one period. The first money renews it; of the other's,
 * this says that it must not renew once more: its customer wanted one period, and gets the money as credit.
 */
export async function renewedMeanwhile(ctx: Ctx<Tx>, orderId: string): Promise<boolean> {
  const [order] = await ctx.db.select().from(orders).where(eq(orders.id, orderId));
  if (order?.kind !== "renew" || !order.subscriptionId) return false;
  await lockRenewals(ctx, order.subscriptionId);
  const auto = order.source === "auto";
  const [other] = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        eq(orders.subscriptionId, order.subscriptionId),
        ne(orders.id, order.id),
        inArray(orders.status, ["paid", "fulfilled"]),
        gt(orders.paidAt, order.createdAt),
        // An automatic renewal would put the old plan back after a change of plan, too.
        auto
          ? inArray(orders.kind, ["renew", "upgrade"])
          : and(eq(orders.kind, "renew"), eq(orders.source, "auto")),
        or(
          sql`${orders.total} + ${orders.credit} = 0`,
          sql`${orders.refunded} + ${orders.refundedCredit} < ${orders.total} + ${orders.credit}`,
        ),
      ),
    )
    .limit(1);
  return other !== undefined;
}
