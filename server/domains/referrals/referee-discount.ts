import { and, eq, isNotNull } from "drizzle-orm";
import { customers } from "@/db/schema/customers";
import { orders } from "@/db/schema/orders";
import type { Ctx } from "@/server/core/context";
import type { Discount } from "@/server/rules/pricing";

/** 10 % off the first month for those who were invited, before their first paid order. */
export async function refereeDiscount(
  ctx: Ctx,
  input: { customerId: string },
): Promise<Discount | null> {
  const [person] = await ctx.db
    .select({ referredBy: customers.referredBy })
    .from(customers)
    .where(eq(customers.id, input.customerId));
  if (!person?.referredBy) return null;
  const [paid] = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.customerId, input.customerId), isNotNull(orders.paidAt)))
    .limit(1);
  return paid ? null : { source: "referral", kind: "percent", basisPoints: 1000, firstDays: 30 };
}
