import { eq } from "drizzle-orm";
import { customers } from "@/db/schema/customers";
import { orders } from "@/db/schema/orders";
import { refunds } from "@/db/schema/payments";
import { subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, inTransaction } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { getBalance } from "@/server/domains/ledger";
import { formatMoney, money } from "@/server/rules/money";
import { isBoughtOrGiven, isByOperator } from "@/server/rules/promise-change";
import { notify } from "./notify";

/* What customers are told when something happened. One verb an occasion; jobs call them. */

const WORKS: readonly string[] = ["active", "trial", "limited"];

type Delivery = {
  subscriptionId: string;
  revision: number;
  first: boolean;
  delayed: boolean;
  /** Absent in events that were sent before they said why. */
  whys?: string[];
};

/** “Renewed” is for what was bought or given; an operator's change is told as one, and only while it works. */
export async function tellProvisioned(ctx: Ctx, input: Delivery): Promise<void> {
  const about = await subscriptionFacts(ctx, input.subscriptionId);
  const { whys = [] } = input;
  const renewed = isBoughtOrGiven(whys);
  const changed = isByOperator(whys) && WORKS.includes(about.status);
  if (!input.first && !renewed && !changed) return;
  const told = renewed ? "subscription_renewed" : "subscription_changed";
  await inTransaction(ctx, (tx) =>
    notify(tx, {
      customerId: about.customerId,
      type: input.first || (input.delayed && renewed) ? "subscription_ready" : told,
      data: { ...about.data, expiresAt: about.expiresAt.toISOString() },
      dedupeKey: `provisioned:${input.subscriptionId}:${input.revision}`,
    }),
  );
}

export async function tellPreparing(
  ctx: Ctx,
  input: { subscriptionId: string; revision: number },
): Promise<void> {
  const about = await subscriptionFacts(ctx, input.subscriptionId);
  await inTransaction(ctx, (tx) =>
    notify(tx, {
      customerId: about.customerId,
      type: "subscription_preparing",
      data: about.data,
      dedupeKey: `preparing:${input.subscriptionId}:${input.revision}`,
    }),
  );
}

/** Expired and used-up subscriptions are mentioned once an end, once a period; a trial's in words of its own. */
export async function tellStatus(ctx: Ctx, input: { subscriptionId: string }): Promise<void> {
  const about = await subscriptionFacts(ctx, input.subscriptionId);
  const { status, customerId, data } = about;
  if (status !== "expired" && status !== "limited") return;
  const type = status === "expired" ? "subscription_expired" : "subscription_limited";
  const period =
    status === "expired" ? about.expiresAt.toISOString() : ctx.clock().toISOString().slice(0, 7);
  const dedupeKey = `${type}:${input.subscriptionId}:${period}`;
  await inTransaction(ctx, (tx) =>
    about.isTrial
      ? notify(tx, {
          customerId,
          type: "trial_ended",
          data: { ...data, why: status === "expired" ? "time" : "traffic" },
          dedupeKey,
        })
      : notify(tx, { customerId, type, data, dedupeKey }),
  );
}

export async function tellPaymentHeld(
  ctx: Ctx,
  input: { paymentId: string; orderId: string; customerId: string },
): Promise<void> {
  const [order] = await ctx.db.select().from(orders).where(eq(orders.id, input.orderId));
  if (!order) throw notFound("order", input.orderId);
  await inTransaction(ctx, (tx) =>
    notify(tx, {
      customerId: input.customerId,
      type: "payment_held",
      data: { orderNumber: String(order.number) },
      dedupeKey: `held:${input.paymentId}`,
    }),
  );
}

export async function tellRefunded(ctx: Ctx, input: { refundId: string }): Promise<void> {
  const [row] = await ctx.db
    .select({ refund: refunds, order: orders, locale: customers.locale })
    .from(refunds)
    .innerJoin(orders, eq(orders.id, refunds.orderId))
    .innerJoin(customers, eq(customers.id, orders.customerId))
    .where(eq(refunds.id, input.refundId));
  if (!row) throw notFound("refund", input.refundId);
  await inTransaction(ctx, (tx) =>
    notify(tx, {
      customerId: row.order.customerId,
      type: "order_refunded",
      data: {
        orderNumber: String(row.order.number),
        amount: formatMoney(money(row.refund.amount, row.refund.currency), row.locale),
      },
      dedupeKey: `refunded:${input.refundId}`,
    }),
  );
}

/** Credit given by hand or by a refund, with what there is now. */
export async function tellCredit(
  ctx: Ctx,
  input: { customerId: string; journalId: string; amount: string; currency: string },
): Promise<void> {
  const { customerId, journalId, currency } = input;
  const [person] = await ctx.db
    .select({ locale: customers.locale })
    .from(customers)
    .where(eq(customers.id, customerId));
  if (!person) throw notFound("customer", customerId);
  const balance = await getBalance(ctx, { kind: "customer_credit", owner: customerId, currency });
  await inTransaction(ctx, (tx) =>
    notify(tx, {
      customerId,
      type: "credit_received",
      data: {
        amount: formatMoney(money(BigInt(input.amount), currency), person.locale),
        balance: formatMoney(money(balance, currency), person.locale),
      },
      dedupeKey: `credit:${journalId}`,
    }),
  );
}

async function subscriptionFacts(ctx: Ctx, subscriptionId: string) {
  const [row] = await ctx.db
    .select({
      customerId: subscriptions.customerId,
      status: subscriptions.status,
      isTrial: subscriptions.isTrial,
      plan: subscriptions.plan,
      expiresAt: subscriptions.expiresAt,
      locale: customers.locale,
    })
    .from(subscriptions)
    .innerJoin(customers, eq(customers.id, subscriptions.customerId))
    .where(eq(subscriptions.id, subscriptionId));
  if (!row) throw notFound("subscription", subscriptionId);
  return { ...row, data: { subscriptionId, plan: row.plan.name[row.locale] } };
}
