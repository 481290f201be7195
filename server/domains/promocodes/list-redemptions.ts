import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { customers } from "@/db/schema/customers";
import { orders } from "@/db/schema/orders";
import { promoCodes, promoRedemptions } from "@/db/schema/promocodes";
import { type Ctx, requirePermission } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { money } from "@/server/rules/money";
import { personName } from "@/server/rules/person-name";
import { beyond } from "./queries";
import { listRedemptionsInput, type RedemptionRow } from "./schemas";

/** Every activation, page by page: who, which subscription, which order, how much, when. */
export async function listRedemptions(
  ctx: Ctx,
  input: z.input<typeof listRedemptionsInput>,
): Promise<{ rows: RedemptionRow[]; nextCursor: string | null }> {
  requirePermission(ctx, "promocodes.read");
  const { promoCodeId, customerId, dir, cursor, limit } = parseInput(listRedemptionsInput, input);
  const at = sql`(${promoRedemptions.reservedAt}, ${promoRedemptions.id})`;
  const order = sql.raw(dir);
  const rows = await ctx.db
    .select({
      redemption: promoRedemptions,
      code: promoCodes.code,
      customer: customers,
      orderNumber: orders.number,
      orderTotal: orders.total,
      orderCurrency: orders.currency,
      orderSubscriptionId: orders.subscriptionId,
    })
    .from(promoRedemptions)
    .innerJoin(promoCodes, eq(promoCodes.id, promoRedemptions.promoCodeId))
    .innerJoin(customers, eq(customers.id, promoRedemptions.customerId))
    .leftJoin(orders, eq(orders.id, promoRedemptions.orderId))
    .where(
      and(
        promoCodeId ? eq(promoRedemptions.promoCodeId, promoCodeId) : undefined,
        customerId ? eq(promoRedemptions.customerId, customerId) : undefined,
        cursor ? beyond(at, dir, cursor) : undefined,
      ),
    )
    .orderBy(sql`${promoRedemptions.reservedAt} ${order}`, sql`${promoRedemptions.id} ${order}`)
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1)?.redemption;
  return {
    rows: page.map(({ redemption, customer, ...row }) => ({
      id: redemption.id,
      promoCodeId: redemption.promoCodeId,
      code: row.code,
      customerId: customer.id,
      customerName: personName(customer),
      customerUsername: customer.username,
      orderId: redemption.orderId,
      orderNumber: row.orderNumber,
      orderTotal:
        row.orderTotal !== null && row.orderCurrency !== null
          ? money(row.orderTotal, row.orderCurrency)
          : null,
      // A new subscription is only known once its order is fulfilled.
      subscriptionId: redemption.subscriptionId ?? row.orderSubscriptionId,
      status: redemption.status,
      discount:
        redemption.currency === null ? null : money(redemption.discount, redemption.currency),
      reservedAt: redemption.reservedAt,
      consumedAt: redemption.consumedAt,
      releasedAt: redemption.releasedAt,
    })),
    nextCursor: rows.length > limit && last ? `${last.reservedAt.toISOString()}|${last.id}` : null,
  };
}
