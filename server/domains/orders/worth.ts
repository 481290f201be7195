import { and, eq, isNotNull, sql } from "drizzle-orm";
import { orders } from "@/db/schema/orders";
import { type Ctx, requirePermission } from "@/server/core/context";
import { type Money, money } from "@/server/rules/money";

/**
 * Money of a customer that came in over their whole life and did not go back, in each currency. What they bought
 * with credit is not counted again: it was paid when they topped up, or given.
 */
export async function customerWorth(
  ctx: Ctx,
  input: { customerId: string },
): Promise<{ orders: number; paid: Money[] }> {
  requirePermission(ctx, "orders.read");
  const { total, refunded, currency } = orders;
  const rows = await ctx.db
    .select({
      currency,
      orders: sql<number>`count(*)::int`,
      paid: sql<string>`sum(${total} - ${refunded})::text`,
    })
    .from(orders)
    .where(and(eq(orders.customerId, input.customerId), isNotNull(orders.paidAt)))
    .groupBy(currency)
    .orderBy(currency);
  return {
    orders: rows.reduce((sum, row) => sum + row.orders, 0),
    paid: rows.map((row) => money(BigInt(row.paid), row.currency)),
  };
}
