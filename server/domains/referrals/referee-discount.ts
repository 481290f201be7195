import { and, eq, isNotNull, sql } from "drizzle-orm";
import { customers } from "@/db/schema/customers";
import { orders } from "@/db/schema/orders";
import type { Ctx } from "@/server/core/context";
import { readSettings } from "@/server/core/settings";
import type { Discount } from "@/server/rules/pricing";
import { referralSettings } from "./settings";

/** Whom somebody invited pays less for the first month: until their first paid order. Null for everybody else. */
export async function refereeDiscount(
  ctx: Ctx,
  input: { customerId: string },
): Promise<Discount | null> {
  const [person] = await ctx.db
    .select({ referredBy: customers.referredBy })
    .from(customers)
    .where(eq(customers.id, input.customerId));
  if (!person?.referredBy) return null;
  const { enabled, refereePercent, firstMonthOnly } = await readSettings(ctx, referralSettings);
  if (!enabled || refereePercent === 0) return null;
  const [paid] = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        eq(orders.customerId, input.customerId),
        isNotNull(orders.paidAt),
        sql`${orders.kind} <> 'topup'`,
      ),
    )
    .limit(1);
  if (paid) return null;
  return {
    source: "referral",
    kind: "percent",
    basisPoints: refereePercent * 100,
    ...(firstMonthOnly && { firstDays: 30 }),
  };
}
