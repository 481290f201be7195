import { and, asc, eq, lt, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { orders } from "@/db/schema/orders";
import { orderFulfilled } from "@/inngest/events";
import { type Ctx, inTransaction } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import { raiseAlert, resolveAlert } from "@/server/domains/monitoring";
import { grantAddon, grantEntitlement } from "@/server/domains/subscriptions";
import { money } from "@/server/rules/money";
import { type OrderRow, unpackQuote } from "./internal";

/** An order refunded whole before anything was granted has nothing to give any more. */
const notRefunded = sql`(${orders.total} + ${orders.credit} = 0
  or ${orders.refunded} + ${orders.refundedCredit} < ${orders.total} + ${orders.credit})`;

/**
 * Gives what was paid for, once: the claim is one conditional UPDATE, and the promise is written in the same
 * transaction. What was quoted is granted, however the catalog has changed since.
 *
 * @returns the subscription (none for a top-up), or null when the order was not waiting for this
 */
export async function fulfilOrder(
  ctx: Ctx,
  input: { orderId: string },
): Promise<{ subscriptionId: string | null } | null> {
  return inTransaction(ctx, async (tx) => {
    const now = tx.clock();
    const [order] = await tx.db
      .update(orders)
      .set({ status: "fulfilled", fulfilledAt: now })
      .where(and(eq(orders.id, input.orderId), eq(orders.status, "paid"), notRefunded))
      .returning();
    if (!order) return null;
    const subscriptionId = await give(tx, order);
    await tx.db.update(orders).set({ subscriptionId }).where(eq(orders.id, order.id));
    await emit(
      tx,
      orderFulfilled.create({ orderId: order.id, customerId: order.customerId, subscriptionId }),
    );
    return { subscriptionId };
  });
}

/** A top-up became credit when its money was settled; everything else changes a promise now. */
async function give(tx: Ctx<Tx>, order: OrderRow): Promise<string | null> {
  const quote = unpackQuote(order.quote);
  if (order.kind === "topup") return null;
  if (order.kind === "addon") {
    const [addon] = quote.addons;
    if (!addon || !order.subscriptionId) throw new Error("an add-on order names no add-on");
    await grantAddon(tx, {
      subscriptionId: order.subscriptionId,
      orderId: order.id,
      addon,
      endsAt: quote.expiresAt,
    });
    return order.subscriptionId;
  }
  if (!quote.plan) throw new Error("an order of a plan names no plan");
  const { subscriptionId } = await grantEntitlement(tx, {
    orderId: order.id,
    customerId: order.customerId,
    kind: order.kind,
    subscriptionId: order.subscriptionId,
    planId: quote.plan.id,
    plan: quote.plan,
    durationDays: quote.durationDays + quote.bonusDays,
    paid: money(quote.value, order.currency),
    renewAddons: quote.addons.map(({ addonId }) => addonId),
  });
  return subscriptionId;
}

/**
 * Fulfils paid orders that nobody has fulfilled for a minute: the net under the event that should have. One
 * that cannot be fulfilled does not hold up the others; an alert tells an operator.
 *
 * @returns how many were fulfilled
 */
export async function rescueOrders(ctx: Ctx): Promise<number> {
  const rows = await ctx.db
    .select({ id: orders.id, number: orders.number })
    .from(orders)
    .where(
      and(
        eq(orders.status, "paid"),
        lt(orders.paidAt, new Date(ctx.clock().getTime() - 60_000)),
        notRefunded,
      ),
    )
    .orderBy(asc(orders.paidAt))
    .limit(500);
  let rescued = 0;
  for (const { id, number } of rows) {
    const alert = { kind: "order_not_fulfilled", key: id } as const;
    try {
      if (await fulfilOrder(ctx, { orderId: id })) rescued += 1;
      await resolveAlert(ctx, alert);
    } catch (error) {
      ctx.log.error({ err: error, orderId: id }, "a paid order could not be fulfilled");
      await raiseAlert(ctx, {
        ...alert,
        severity: "critical",
        details: { number },
        href: `/admin/orders/${id}`,
      });
    }
  }
  return rescued;
}
