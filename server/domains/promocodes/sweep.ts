import { eq, sql } from "drizzle-orm";
import { promoCodes, promoRedemptions } from "@/db/schema/promocodes";
import { type Ctx, inTransaction } from "@/server/core/context";
import { forgetPromoCode } from "@/server/domains/customers";
import { consumePromoCode, releasePromoCode } from "./redemptions";

/** An order is made in the transaction that reserves; one that is missing after an hour was never made. */
const orphaned = (ctx: Ctx) =>
  sql`o.id is null and r.reserved_at < ${ctx.clock().toISOString()}::timestamptz - interval '1 hour'`;

/**
 * The net under the orders' own calls: gives back what closed orders still hold, and takes for good what paid
 * ones do. Each in a transaction of its own, so one that fails does not hold up the others.
 *
 * @returns how many were moved
 */
export async function sweepReservations(ctx: Ctx): Promise<number> {
  const rows = await ctx.db.execute<{ orderId: string; paid: boolean }>(sql`
    select r.order_id as "orderId", coalesce(o.status in ('paid', 'fulfilled'), false) as paid
    from promo_redemptions r left join orders o on o.id = r.order_id
    where r.status = 'reserved' and (o.status <> 'pending' or (${orphaned(ctx)}))
    order by r.reserved_at limit 500`);
  let moved = 0;
  for (const { orderId, paid } of rows) {
    try {
      await inTransaction(ctx, async (tx) => {
        if (paid) await consumePromoCode(tx, { orderId });
        else await releasePromoCode(tx, { orderId });
      });
      moved += 1;
    } catch (err) {
      ctx.log.error({ err, orderId }, "a promo code's reservation could not be settled");
    }
  }
  return moved;
}

/**
 * The code a person had entered for their next order was used by this one. Apart from the settling of money,
 * whose transaction must not wait for what the person does meanwhile.
 */
export async function forgetUsedCode(ctx: Ctx, input: { orderId: string }): Promise<void> {
  const [used] = await ctx.db
    .select({ customerId: promoRedemptions.customerId, code: promoCodes.code })
    .from(promoRedemptions)
    .innerJoin(promoCodes, eq(promoCodes.id, promoRedemptions.promoCodeId))
    .where(eq(promoRedemptions.orderId, input.orderId));
  if (used) await inTransaction(ctx, (tx) => forgetPromoCode(tx, used));
}
