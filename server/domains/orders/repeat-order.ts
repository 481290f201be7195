import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { orders } from "@/db/schema/orders";
import { subscriptions } from "@/db/schema/subscriptions";
import { orderCreated } from "@/inngest/events";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { emit } from "@/server/core/outbox";
import { recordAudit } from "@/server/domains/audit";
import { expiryAfter, periodStart } from "@/server/rules/entitlement";
import type { Quote, QuoteLine } from "@/server/rules/pricing";
import { getOrderRow, packQuote, toView, unpackQuote } from "./internal";
import type { OrderView } from "./schemas";

/** Taken off for once: a provider that charges the same again by itself would take it off for ever. */
const ONE_OFF: readonly QuoteLine["code"][] = ["referral", "promo", "credit", "proration"];

/** Whether an order of so many days costs the same the next time, so that a provider may renew it by itself. */
export async function canRepeat(
  ctx: Ctx,
  input: { orderId: string; days: number },
): Promise<boolean> {
  const { kind, durationDays, quote } = await getOrderRow(ctx, input.orderId);
  return (
    (kind === "new" || kind === "renew") &&
    durationDays === input.days &&
    isSteady(unpackQuote(quote))
  );
}

/** A price without anything that was taken off for once. */
export const isSteady = ({ lines }: Quote): boolean =>
  lines.every(({ code }) => !ONE_OFF.includes(code));

/**
 * An order of the same plan at the same price once more, for a subscription that its provider renews by itself:
 * what the customer agreed to there is what is sold, however the catalog has changed since. Called under the
 * first payment's lock with the charge's key, so one charge makes one order.
 *
 * @returns null when there is nothing to renew: the order granted nothing, or the plan was changed since
 */
export async function repeatOrder(
  ctx: Ctx<Tx>,
  input: { orderId: string; clientKey: string },
): Promise<OrderView | null> {
  const first = await getOrderRow(ctx, input.orderId);
  const sold = unpackQuote(first.quote);
  if (!first.subscriptionId || !sold.plan || first.total === 0n) return null;
  const [subscription] = await ctx.db
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.id, first.subscriptionId));
  if (!subscription || subscription.planId !== sold.plan.id) return null;

  const now = ctx.clock();
  const quote: Quote = {
    ...sold,
    kind: "renew",
    promo: null,
    bonusDays: 0,
    expiresAt: expiryAfter(periodStart("renew", now, subscription.expiresAt), sold.durationDays),
  };
  const [row] = await ctx.db
    .insert(orders)
    .values({
      id: newId("order"),
      customerId: first.customerId,
      kind: "renew",
      source: "auto",
      planId: sold.plan.id,
      durationDays: sold.durationDays,
      subscriptionId: subscription.id,
      currency: first.currency,
      subtotal: first.subtotal,
      discount: first.discount,
      credit: 0n,
      total: first.total,
      quote: packQuote(quote),
      clientKey: input.clientKey,
      createdAt: now,
      expiresAt: now,
    })
    .returning();
  if (!row) throw new Error("The order was not written");
  await recordAudit(ctx, {
    action: "orders.create",
    subject: { type: "order", id: row.id },
    after: { kind: row.kind, planId: row.planId, total: row.total, repeats: first.id },
  });
  await emit(ctx, orderCreated.create({ orderId: row.id, customerId: row.customerId }));
  return toView(row);
}
