import { and, asc, eq, lt } from "drizzle-orm";
import { orders } from "@/db/schema/orders";
import { orderFulfilled } from "@/inngest/events";
import { type Ctx, inTransaction } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import { grantEntitlement } from "@/server/domains/subscriptions";
import { money } from "@/server/rules/money";
import { unpackQuote } from "./internal";

const DAY_MS = 86_400_000;

/**
 * Gives what was paid for, once: the claim is one conditional UPDATE, and the promise is written in the same
 * transaction. What was quoted is granted, however the catalog has changed since.
 *
 * @returns the subscription, or null when the order was not waiting for this
 */
export async function fulfilOrder(
  ctx: Ctx,
  input: { orderId: string },
): Promise<{ subscriptionId: string } | null> {
  return inTransaction(ctx, async (tx) => {
    const now = tx.clock();
    const [order] = await tx.db
      .update(orders)
      .set({ status: "fulfilled", fulfilledAt: now })
      .where(and(eq(orders.id, input.orderId), eq(orders.status, "paid")))
      .returning();
    if (!order) return null;
    const quote = unpackQuote(order.quote);
    const { subscriptionId } = await grantEntitlement(tx, {
      orderId: order.id,
      customerId: order.customerId,
      kind: order.kind,
      subscriptionId: order.subscriptionId,
      planId: quote.plan.id,
      plan: quote.plan,
      durationDays: quote.durationDays + quote.bonusDays,
      paid: money(order.total + order.credit, order.currency),
      // A changed plan begins its bought time now, whatever was left of the old one: that was credited.
      ...(order.kind === "upgrade" && {
        expiresAt: new Date(now.getTime() + (quote.durationDays + quote.bonusDays) * DAY_MS),
      }),
    });
    await tx.db.update(orders).set({ subscriptionId }).where(eq(orders.id, order.id));
    await emit(
      tx,
      orderFulfilled.create({ orderId: order.id, customerId: order.customerId, subscriptionId }),
    );
    return { subscriptionId };
  });
}

/** Paid orders that nobody has fulfilled for a minute: the net under the event that should have. */
export async function listUnfulfilledOrders(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(eq(orders.status, "paid"), lt(orders.paidAt, new Date(ctx.clock().getTime() - 60_000))),
    )
    .orderBy(asc(orders.paidAt))
    .limit(500);
  return rows.map((row) => row.id);
}
