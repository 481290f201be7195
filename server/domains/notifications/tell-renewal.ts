import { eq } from "drizzle-orm";
import { customers } from "@/db/schema/customers";
import { orders } from "@/db/schema/orders";
import { renewalAttempts, savedMethods } from "@/db/schema/payments";
import { subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, inTransaction } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { formatMoney, money } from "@/server/rules/money";
import { type NotifyInput, notify } from "./notify";

/**
 * What automatic renewal came to, said once an attempt and outcome: renewed, refused, or that there is nothing
 * to charge. Skipped for other reasons is nothing to tell.
 */
export async function tellRenewal(
  ctx: Ctx,
  input: { attemptId: string; outcome: string },
): Promise<void> {
  const [row] = await ctx.db
    .select({
      attempt: renewalAttempts,
      subscription: subscriptions,
      order: orders,
      method: savedMethods.label,
      locale: customers.locale,
    })
    .from(renewalAttempts)
    .innerJoin(subscriptions, eq(subscriptions.id, renewalAttempts.subscriptionId))
    .innerJoin(customers, eq(customers.id, subscriptions.customerId))
    .leftJoin(orders, eq(orders.id, renewalAttempts.orderId))
    .leftJoin(savedMethods, eq(savedMethods.id, renewalAttempts.method))
    .where(eq(renewalAttempts.id, input.attemptId));
  if (!row) throw notFound("renewal", input.attemptId);
  const { attempt, subscription, order, locale } = row;
  const about = { subscriptionId: subscription.id, plan: subscription.plan.name[locale] };
  const expiresAt = attempt.periodEnd.toISOString();
  const amount = order
    ? formatMoney(money(order.total + order.credit, order.currency), locale)
    : "none";
  const message = (): Pick<NotifyInput, "type" | "data"> | null => {
    if (input.outcome === "succeeded") {
      const from = attempt.method === "credit" || !row.method ? "credit" : "method";
      const data = { ...about, amount, method: row.method ?? "", from } as const;
      return { type: "renewal_succeeded", data };
    }
    if (input.outcome === "failed") {
      const again = subscription.autoRenew ? "yes" : "no";
      return { type: "renewal_failed", data: { ...about, amount, expiresAt, again } };
    }
    return attempt.reason === "no_method" || attempt.reason === "no_price"
      ? { type: "renewal_upcoming", data: { ...about, expiresAt } }
      : null;
  };
  const said = message();
  if (!said) return;
  await inTransaction(ctx, (tx) =>
    notify(tx, {
      customerId: subscription.customerId,
      dedupeKey: `renewal:${attempt.id}:${input.outcome}`,
      ...said,
    } as NotifyInput),
  );
}
