import { and, desc, eq, gt, ne } from "drizzle-orm";
import { orders } from "@/db/schema/orders";
import { payments } from "@/db/schema/payments";
import { subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, requireSelfOr } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { money } from "@/server/rules/money";
import type { Quote } from "@/server/rules/pricing";
import { isRefundedWhole, unpackQuote } from "./internal";
import type { OrderProgress, ProgressStatus } from "./schemas";

/** Where an order stands: one answer for bot and Mini App. Another person's order is not there. */
export async function getOrderProgress(
  ctx: Ctx,
  input: { orderId: string },
): Promise<OrderProgress> {
  const [row] = await ctx.db
    .select({ order: orders, subscription: subscriptions })
    .from(orders)
    .leftJoin(subscriptions, eq(subscriptions.id, orders.subscriptionId))
    .where(eq(orders.id, input.orderId));
  if (!row) throw notFound("order", input.orderId);
  const { order, subscription } = row;
  requireSelfOr(ctx, order.customerId, "orders.read");
  const attempts = await ctx.db
    .select()
    .from(payments)
    .where(eq(payments.orderId, order.id))
    .orderBy(desc(payments.createdAt));
  const held = attempts.some((payment) => payment.status === "held");
  const latest = attempts[0];
  return {
    orderId: order.id,
    number: order.number,
    status: progressStatus(order, subscription, held, latest?.failureReason === "unreachable"),
    lines: invoiceOf(order),
    days: order.durationDays ?? 0,
    total: money(order.total, order.currency),
    subscriptionId: order.subscriptionId,
    payment: latest ? { id: latest.id, gateway: latest.gateway, payUrl: latest.payUrl } : null,
    expiresAt: order.expiresAt,
  };
}

/** What was quoted, the plan by its name. Quotes of imported orders have no lines. */
function invoiceOf(order: typeof orders.$inferSelect): OrderProgress["lines"] {
  const { lines = [], plan }: Partial<Quote> = unpackQuote(order.quote);
  return lines.map(({ code, name, amount }) => ({
    code,
    name: name ?? (code === "plan" && plan ? plan.name : null),
    amount: money(amount, order.currency),
  }));
}

/** Pure: what the stored state is called. */
function progressStatus(
  order: typeof orders.$inferSelect,
  subscription: typeof subscriptions.$inferSelect | null,
  held: boolean,
  unanswered: boolean,
): ProgressStatus {
  if (isRefundedWhole(order)) return "refunded";
  if (order.status === "fulfilled") {
    if (order.kind === "topup") return "ready";
    const delivered =
      subscription !== null &&
      subscription.deliveredAt !== null &&
      subscription.observedRevision >= subscription.desiredRevision;
    return delivered ? "ready" : "preparing";
  }
  if (order.status === "paid") return "preparing";
  if (held) return "held";
  if (order.status === "pending") return unanswered ? "checking" : "awaiting_payment";
  return order.status;
}

/** The person's newest order that can still be paid, so that a purchase broken off can be resumed. */
export async function findOpenOrder(
  ctx: Ctx,
  input: { customerId: string },
): Promise<{ orderId: string; number: number } | null> {
  requireSelfOr(ctx, input.customerId, "orders.read");
  const [row] = await ctx.db
    .select({ orderId: orders.id, number: orders.number })
    .from(orders)
    .where(
      and(
        eq(orders.customerId, input.customerId),
        eq(orders.status, "pending"),
        // Automatic renewal pays its own orders: there is nothing for the customer to finish.
        ne(orders.source, "auto"),
        gt(orders.expiresAt, ctx.clock()),
      ),
    )
    .orderBy(desc(orders.createdAt))
    .limit(1);
  return row ?? null;
}
