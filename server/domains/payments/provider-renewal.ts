import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import { orders } from "@/db/schema/orders";
import { payments } from "@/db/schema/payments";
import { subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, inTransaction } from "@/server/core/context";
import { recordAudit } from "@/server/domains/audit";
import { raiseAlert, resolveAlert } from "@/server/domains/monitoring";
import { money } from "@/server/rules/money";
import { openGateway } from "./gateways/registry";
import { forGateway, type PaymentRow } from "./internal";

/** A provider that has not charged so long after the end is not going to. */
const GRACE_MS = 3 * 86_400_000;

/** Payments by which this subscription was handed to a provider to renew by itself, the latest first. */
const handedOver = (ctx: Ctx, subscriptionId: string) =>
  ctx.db
    .select({ payment: payments, planId: orders.planId })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(
      and(
        eq(orders.subscriptionId, subscriptionId),
        isNotNull(payments.settledAt),
        sql`${payments.gatewayData} ->> 'renewsUntil' is not null`,
      ),
    )
    .orderBy(desc(payments.settledAt));

const isStopped = ({ gatewayData }: PaymentRow): boolean => gatewayData.stopped === true;

/** Whether a provider charges for this subscription by itself: we must not charge too. */
export async function providerRenews(ctx: Ctx, subscriptionId: string): Promise<boolean> {
  const chain = await handedOver(ctx, subscriptionId);
  const now = ctx.clock().getTime();
  return (
    chain.some(({ payment }) => payment.saveMethod && !isStopped(payment)) &&
    chain.some(
      ({ payment }) => Date.parse(String(payment.gatewayData.renewsUntil)) + GRACE_MS > now,
    )
  );
}

/** What the provider charges next for this subscription, and when. */
export async function providerCharge(ctx: Ctx, subscriptionId: string) {
  const [last] = await handedOver(ctx, subscriptionId);
  if (!last) return null;
  const { gateway, amount, currency, gatewayData } = last.payment;
  const at = new Date(String(gatewayData.renewsUntil));
  return { gateway, total: money(amount, currency), at };
}

/**
 * Has the provider charge by itself, or not any more, as the customer wants it now: switched off, taken back or
 * on another plan is not to be charged. Asked as often as anybody likes; only a difference is sent.
 */
export async function syncProviderRenewal(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<void> {
  const [row] = await ctx.db
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.id, input.subscriptionId));
  if (!row) return;
  const firsts = (await handedOver(ctx, row.id)).filter(({ payment }) => payment.saveMethod);
  for (const [index, { payment, planId }] of firsts.entries()) {
    // Of several only the last agreed to goes on.
    const on = row.autoRenew && row.cancelledAt === null && row.planId === planId && index === 0;
    if (on === !isStopped(payment)) continue;
    await setAtProvider(ctx, payment, on);
  }
}

async function setAtProvider(ctx: Ctx, payment: PaymentRow, on: boolean): Promise<void> {
  const { gateway, settings } = await openGateway(ctx, payment.gateway);
  if (!gateway.subscription) return;
  const alert = { kind: "provider_renewal", key: payment.id } as const;
  const outcome = await gateway.subscription.set(ctx, settings, {
    payment: forGateway(payment),
    on,
  });
  // No answer: the job tries again.
  if (outcome.kind === "unknown") throw new Error(`the provider did not answer: ${outcome.reason}`);
  if (outcome.kind === "refused") {
    await raiseAlert(ctx, {
      ...alert,
      severity: on ? "warning" : "critical",
      details: { gateway: payment.gateway, reason: outcome.reason },
      href: `/admin/payments/${payment.id}`,
    });
    return;
  }
  await inTransaction(ctx, async (tx) => {
    const stopped = JSON.stringify({ stopped: !on });
    await tx.db
      .update(payments)
      .set({ gatewayData: sql`${payments.gatewayData} || ${stopped}::jsonb` })
      .where(eq(payments.id, payment.id));
    await recordAudit(tx, {
      action: "payments.setProviderRenewal",
      subject: { type: "payment", id: payment.id },
      after: { on },
    });
    await resolveAlert(tx, alert);
  });
}
