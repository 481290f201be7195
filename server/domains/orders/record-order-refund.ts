import { and, eq, gte, inArray, ne } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { orders } from "@/db/schema/orders";
import { refunds } from "@/db/schema/payments";
import { orderRefunded } from "@/inngest/events";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { raiseAlert } from "@/server/domains/monitoring";
import { endEntitlement } from "@/server/domains/subscriptions";
import { requireFreshFactorAbove } from "@/server/domains/team";
import { money } from "@/server/rules/money";
import { returnCredit } from "./credit";
import { isRefundedWhole, lockOrder, type OrderRow, returnedOf, worthOf } from "./internal";
import { refundToCreditInput } from "./schemas";

/**
 * A provider gave money back: refunds accumulate. Once all the money is back, what the order granted ends, and
 * the credit that had paid a part of it is the customer's again. Called in the transaction that records the
 * refund, under the payment's lock.
 */
export async function recordOrderRefund(
  ctx: Ctx<Tx>,
  input: { orderId: string; refundId: string; amount: bigint },
): Promise<{ full: boolean }> {
  const before = await lockOrder(ctx, input.orderId);
  const refunded = before.refunded + input.amount;
  const rest = worthOf(before) - refunded - before.refundedCredit;
  const creditBack = refunded >= before.total && rest > 0n ? rest : 0n;
  await setRefunded(ctx, before, { refunded, refundedCredit: before.refundedCredit + creditBack });
  if (creditBack > 0n) await returnCredit(ctx, before, input.refundId, creditBack);
  return finish(ctx, before, input.refundId);
}

/**
 * An operator gives a paid order's worth back as credit, for the customer to spend here. Ends what the order
 * granted once all of it is back.
 *
 * @throws AppError `precondition refund_too_large` beyond what is left of the order
 */
export async function refundToCredit(
  ctx: Ctx,
  input: z.input<typeof refundToCreditInput>,
): Promise<void> {
  requirePermission(ctx, "payments.refund");
  const { orderId, amount, reason } = parseInput(refundToCreditInput, input);
  await inTransaction(ctx, async (tx) => {
    const order = await lockOrder(tx, orderId);
    const paid = order.status === "paid" || order.status === "fulfilled";
    const left = paid && order.kind !== "topup" ? worthOf(order) - returnedOf(order) : 0n;
    const free = left - (await openRefunds(tx, orderId));
    const wanted = amount ?? free;
    if (free <= 0n || wanted > free) {
      throw new AppError(
        "precondition",
        "refund_too_large",
        "There is not so much left of this order to refund.",
        { left: free.toString() },
      );
    }
    await requireFreshFactorAbove(tx, money(wanted, order.currency));
    const refundedCredit = order.refundedCredit + wanted;
    await setRefunded(tx, order, { refunded: order.refunded, refundedCredit });
    await returnCredit(tx, order, `at-${refundedCredit}`, wanted);
    await recordAudit(tx, {
      action: "orders.refundToCredit",
      subject: { type: "order", id: orderId },
      after: { amount: wanted, currency: order.currency, reason },
    });
    await finish(tx, order, null);
  });
}

/** Money that a provider is asked to send back: no longer free to become credit. */
async function openRefunds(ctx: Ctx<Tx>, orderId: string): Promise<bigint> {
  const rows = await ctx.db
    .select({ amount: refunds.amount })
    .from(refunds)
    .where(and(eq(refunds.orderId, orderId), inArray(refunds.status, ["requested", "processing"])));
  return rows.reduce((sum, row) => sum + row.amount, 0n);
}

const setRefunded = (
  ctx: Ctx<Tx>,
  { id }: OrderRow,
  amounts: { refunded: bigint; refundedCredit: bigint },
) => ctx.db.update(orders).set(amounts).where(eq(orders.id, id));

/** What every refund has in common, whichever way the worth went. */
async function finish(
  ctx: Ctx<Tx>,
  before: OrderRow,
  refundId: string | null,
): Promise<{ full: boolean }> {
  const row = await lockOrder(ctx, before.id);
  const full = isRefundedWhole(row);
  if (full && !isRefundedWhole(before)) {
    await endEntitlement(ctx, { orderId: row.id });
    if (await sharesItsValue(ctx, row)) {
      await raiseAlert(ctx, {
        kind: "refund_of_changed_plan",
        key: row.id,
        severity: "warning",
        details: { number: row.number },
        href: `/admin/orders/${row.id}`,
      });
    }
  }
  await recordAudit(ctx, {
    action: "orders.refund",
    subject: { type: "order", id: row.id },
    before: { refunded: before.refunded, refundedCredit: before.refundedCredit },
    after: { refunded: row.refunded, refundedCredit: row.refundedCredit, refundId },
  });
  await emit(
    ctx,
    orderRefunded.create({ orderId: row.id, customerId: row.customerId, refundId, full }),
  );
  return { full };
}

/**
 * A change of plan turned the value of earlier orders into its own time. Which part of it a refund of one of
 * them should end is a person's decision.
 */
async function sharesItsValue(ctx: Ctx<Tx>, order: OrderRow): Promise<boolean> {
  if (!order.subscriptionId || !order.fulfilledAt) return false;
  const [other] = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        eq(orders.subscriptionId, order.subscriptionId),
        ne(orders.id, order.id),
        order.kind === "upgrade"
          ? eq(orders.status, "fulfilled")
          : and(eq(orders.kind, "upgrade"), gte(orders.fulfilledAt, order.fulfilledAt)),
      ),
    )
    .limit(1);
  return other !== undefined;
}
