import { and, asc, eq, inArray, lt, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { orders } from "@/db/schema/orders";
import { refunds } from "@/db/schema/payments";
import { refundRequested } from "@/inngest/events";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { emit } from "@/server/core/outbox";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { raiseAlert } from "@/server/domains/monitoring";
import { requireFreshFactorAbove } from "@/server/domains/team";
import { money } from "@/server/rules/money";
import { completeRefund, pendingRefunds } from "./apply-refunded";
import { openGateway } from "./gateways/registry";
import { forGateway, getPaymentRow, lockPayment, type PaymentRow } from "./internal";
import { requestRefundInput } from "./schemas";

/**
 * An operator sends money back. The request is written under the payment's lock, so that two at once never
 * refund more than was paid; a job then asks the provider.
 */
export async function requestRefund(
  ctx: Ctx,
  input: z.input<typeof requestRefundInput>,
): Promise<{ refundId: string }> {
  requirePermission(ctx, "payments.refund");
  const { paymentId, amount, reason } = parseInput(requestRefundInput, input);
  return inTransaction(ctx, async (tx) => {
    const payment = await lockPayment(tx, paymentId);
    const received = payment.receivedAmount ?? 0n;
    const currency = payment.receivedCurrency ?? payment.currency;
    const unspoken = received - payment.refunded - (await pendingRefunds(tx, paymentId));
    const limit = await orderLimit(tx, payment);
    const free = limit < unspoken ? limit : unspoken;
    const wanted = amount ?? free;
    if (free <= 0n || wanted > free) {
      throw new AppError(
        "precondition",
        "refund_too_large",
        "There is not so much left of this payment to refund.",
        { left: free.toString() },
      );
    }
    const { gateway } = await openGateway(tx, payment.gateway);
    if (!gateway.refund) {
      throw new AppError("precondition", "refund_impossible", "This provider cannot refund.");
    }
    if (!gateway.refund.partial && wanted !== received) {
      throw new AppError(
        "precondition",
        "refund_only_full",
        "This provider refunds the whole payment only.",
      );
    }
    await requireFreshFactorAbove(tx, money(wanted, currency));
    const refundId = newId("refund");
    await tx.db.insert(refunds).values({
      id: refundId,
      paymentId,
      orderId: payment.orderId,
      gateway: payment.gateway,
      amount: wanted,
      currency,
      reason,
      requestedBy: tx.actor.id,
      createdAt: tx.clock(),
    });
    await recordAudit(tx, {
      action: "payments.requestRefund",
      subject: { type: "order", id: payment.orderId },
      after: { paymentId, refundId, amount: wanted, currency, reason },
    });
    await emit(tx, refundRequested.create({ refundId }));
    return { refundId };
  });
}

/** What went back to the customer as credit already is not sent back as money too. */
async function orderLimit(ctx: Ctx<Tx>, payment: PaymentRow): Promise<bigint> {
  const [order] = await ctx.db.select().from(orders).where(eq(orders.id, payment.orderId));
  const received = payment.receivedAmount ?? 0n;
  if (!order || payment.settledAt === null || payment.failureReason !== null) return received;
  const asCredit = order.refundedCredit > order.credit ? order.refundedCredit - order.credit : 0n;
  return received - payment.refunded - asCredit;
}

/** Asks the provider for a requested refund, its id as idempotency key; throws while no answer comes. */
export async function processRefund(ctx: Ctx, input: { refundId: string }): Promise<string> {
  const [refund] = await ctx.db
    .update(refunds)
    .set({ status: "processing", attempts: sql`${refunds.attempts} + 1` })
    .where(
      and(eq(refunds.id, input.refundId), inArray(refunds.status, ["requested", "processing"])),
    )
    .returning();
  if (!refund) {
    const [row] = await ctx.db.select().from(refunds).where(eq(refunds.id, input.refundId));
    if (!row) throw notFound("refund", input.refundId);
    return row.status;
  }
  const payment = await getPaymentRow(ctx, refund.paymentId);
  const { gateway, settings } = await openGateway(ctx, refund.gateway);
  const outcome = gateway.refund
    ? await gateway.refund.run(ctx, settings, {
        payment: forGateway(payment),
        refundId: refund.id,
        money: money(refund.amount, refund.currency),
      })
    : ({ kind: "refused", reason: "this provider cannot refund" } as const);
  if (outcome.kind === "unknown") throw new Error(`no answer to a refund: ${outcome.reason}`);
  if (outcome.kind === "refused") {
    await refuse(ctx, refund.id, outcome.reason);
    return "failed";
  }
  await inTransaction(ctx, async (tx) => {
    const locked = await lockPayment(tx, refund.paymentId);
    // Its webhook may have been faster and stands under the provider's id already.
    await tx.db
      .update(refunds)
      .set({ externalId: outcome.externalId })
      .where(
        and(
          eq(refunds.id, refund.id),
          sql`not exists (select 1 from refunds r where r.gateway = ${refund.gateway} and r.external_id = ${outcome.externalId})`,
        ),
      );
    await completeRefund(tx, locked, {
      refundId: refund.id,
      amount: refund.amount,
      currency: refund.currency,
    });
  });
  return "done";
}

async function refuse(ctx: Ctx, refundId: string, reason: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .update(refunds)
      .set({ status: "failed", failureReason: reason.slice(0, 500), completedAt: tx.clock() })
      .where(and(eq(refunds.id, refundId), eq(refunds.status, "processing")))
      .returning({ paymentId: refunds.paymentId });
    if (!row) return;
    await raiseAlert(tx, {
      kind: "refund_failed",
      key: refundId,
      severity: "critical",
      details: { reason: reason.slice(0, 200) },
      href: `/admin/payments/${row.paymentId}`,
    });
  });
}

/** Refunds whose job gave up or never came. */
export async function listStrandedRefunds(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: refunds.id })
    .from(refunds)
    .where(
      and(
        inArray(refunds.status, ["requested", "processing"]),
        lt(refunds.createdAt, new Date(ctx.clock().getTime() - 120_000)),
      ),
    )
    .orderBy(asc(refunds.createdAt))
    .limit(100);
  return rows.map((row) => row.id);
}
