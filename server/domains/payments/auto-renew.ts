import { and, asc, eq, gt, inArray, isNull, lte } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { RenewalOutcome } from "@/db/enums";
import { orders } from "@/db/schema/orders";
import { payments, renewalAttempts } from "@/db/schema/payments";
import { subscriptions } from "@/db/schema/subscriptions";
import { renewalEnded } from "@/inngest/events";
import { type Ctx, inTransaction } from "@/server/core/context";
import { isAppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { emit } from "@/server/core/outbox";
import { readSettings } from "@/server/core/settings";
import { createOrder } from "@/server/domains/orders";
import { dueStep, dueWindow, mayAttempt, parseSchedule, stepTime } from "@/server/rules/dunning";
import { settleRenewal } from "./auto-renew-outcome";
import { planRenewal, type RenewalPlan } from "./auto-renew-plan";
import { chargeAtGateway, openCharge } from "./charge";
import type { PaymentRow } from "./internal";
import { lockRenewals } from "./renewal-lock";
import { renewalSettings } from "./renewal-settings";

type Subscription = typeof subscriptions.$inferSelect;

async function schedule(ctx: Ctx): Promise<number[]> {
  const settings = await readSettings(ctx, renewalSettings);
  return settings.enabled ? (parseSchedule(settings.schedule) ?? []) : [];
}

/** Subscriptions near the end of their period that renew themselves, a page at a time. */
export async function listDueRenewals(
  ctx: Ctx,
  input: { after: string | null },
): Promise<string[]> {
  const hours = await schedule(ctx);
  if (hours.length === 0) return [];
  const { from, to } = dueWindow(hours, ctx.clock());
  const rows = await ctx.db
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.autoRenew, true),
        gt(subscriptions.expiresAt, from),
        lte(subscriptions.expiresAt, to),
        input.after ? gt(subscriptions.id, input.after) : undefined,
      ),
    )
    .orderBy(asc(subscriptions.id))
    .limit(200);
  return rows.map(({ id }) => id);
}

/**
 * Makes the step that is due for one subscription, once: from credit in one transaction, or by a charge that is
 * written down before the provider hears of it. Nothing is granted here: a renewal is what its paid order grants.
 *
 * @returns the attempt, or null when there was none to make
 */
export async function attemptRenewal(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<{ attemptId: string; outcome: RenewalOutcome } | null> {
  const hours = await schedule(ctx);
  const [row] = await ctx.db
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.id, input.subscriptionId));
  if (!row || !renewsItself(row)) return null;
  const step = wantedStep(row, hours, ctx.clock());
  if (step === null) return null;
  const plan = await planRenewal(ctx, row).catch((error: unknown) => refusal(error));
  const claim = await inTransaction(ctx, (tx) => claimStep(tx, row, step, plan)).catch(
    (error: unknown) => {
      const { reason } = refusal(error);
      return inTransaction(ctx, (tx) => claimStep(tx, row, step, { kind: "refused", reason }));
    },
  );
  if (!claim) return null;
  if (claim.paymentId) {
    await chargeRenewal(ctx, { paymentId: claim.paymentId });
    const outcome = await settleRenewal(ctx, { paymentId: claim.paymentId });
    return { attemptId: claim.attemptId, outcome: outcome ?? "pending" };
  }
  return { attemptId: claim.attemptId, outcome: claim.outcome };
}

/** Charges, or charges once more with the same key, while it is still wanted. */
export const chargeRenewal = (ctx: Ctx, input: { paymentId: string }): Promise<void> =>
  chargeAtGateway(ctx, { ...input, stillWanted: (payment) => stillWanted(ctx, payment) });

const renewsItself = (row: Subscription): boolean =>
  row.autoRenew && row.enabled && row.cancelledAt === null && !row.isTrial && row.planId !== null;

/** What was due before the customer switched it on is not made up for. */
function wantedStep(row: Subscription, hours: number[], now: Date): number | null {
  const step = dueStep(row.expiresAt, hours, now);
  if (step === null || !row.autoRenewChangedAt) return step;
  return stepTime(row.expiresAt, hours[step] ?? 0) >= row.autoRenewChangedAt ? step : null;
}

/** A rule said no, and says so again: that is an answer. Everything else is tried again by the job. */
function refusal(error: unknown): { kind: "refused"; reason: string } {
  if (isAppError(error) && (error.kind === "precondition" || error.kind === "not_found")) {
    return { kind: "refused", reason: error.code };
  }
  throw error;
}

type Wanted = RenewalPlan | { kind: "refused"; reason: string };
type Claim = { attemptId: string; outcome: RenewalOutcome; paymentId: string | null };

async function claimStep(
  tx: Ctx<Tx>,
  seen: Subscription,
  step: number,
  plan: Wanted,
): Promise<Claim | null> {
  await lockRenewals(tx, seen.id);
  const [row] = await tx.db.select().from(subscriptions).where(eq(subscriptions.id, seen.id));
  if (!row || !renewsItself(row) || row.expiresAt.getTime() !== seen.expiresAt.getTime()) {
    return null;
  }
  const past = await tx.db
    .select({ step: renewalAttempts.step, outcome: renewalAttempts.outcome })
    .from(renewalAttempts)
    .where(
      and(eq(renewalAttempts.subscriptionId, row.id), eq(renewalAttempts.periodEnd, row.expiresAt)),
    );
  if (!mayAttempt(past, step) || (await beingRenewed(tx, row))) return null;
  const attempt = { id: newId("renewal"), subscriptionId: row.id, periodEnd: row.expiresAt, step };
  const done = await act(tx, row, plan);
  const now = tx.clock();
  const ended = done.outcome !== "pending";
  await tx.db
    .insert(renewalAttempts)
    .values({ ...attempt, ...done, attemptedAt: now, endedAt: ended ? now : null });
  if (ended && (done.outcome !== "skipped" || past.length === 0)) {
    await emit(tx, renewalEnded.create({ attemptId: attempt.id, outcome: done.outcome }));
  }
  return { attemptId: attempt.id, outcome: done.outcome, paymentId: done.paymentId };
}

type Done = {
  method: string | null;
  orderId: string | null;
  paymentId: string | null;
  outcome: RenewalOutcome;
  reason: string | null;
};

async function act(tx: Ctx<Tx>, row: Subscription, plan: Wanted): Promise<Done> {
  const nothing = { method: null, orderId: null, paymentId: null };
  if (plan.kind === "none") return { ...nothing, outcome: "skipped", reason: plan.reason };
  if (plan.kind === "refused") return { ...nothing, outcome: "failed", reason: plan.reason };
  const useCredit = plan.kind === "credit";
  // One order a period, however many steps it takes: what pays it twice becomes credit by itself.
  const key = `renew:${row.id}:${row.expiresAt.toISOString()}`;
  const order = await createOrder(tx, {
    ...plan.offer,
    currency: plan.currency,
    useCredit,
    source: "auto",
    clientKey: useCredit ? `${key}:credit` : key,
  });
  if (order.status === "paid" || order.status === "fulfilled") {
    const method = useCredit ? "credit" : null;
    return { ...nothing, method, orderId: order.id, outcome: "succeeded", reason: null };
  }
  if (plan.kind === "credit") throw new Error("the credit for a renewal was spent meanwhile");
  const paymentId = await openCharge(tx, order, plan.method);
  return { method: plan.method.id, orderId: order.id, paymentId, outcome: "pending", reason: null };
}

/** Somebody pays for it by hand right now, or has paid and it is not granted yet: that comes first. */
async function beingRenewed(tx: Ctx<Tx>, row: Subscription): Promise<boolean> {
  const ofRow = and(eq(orders.subscriptionId, row.id), inArray(orders.kind, ["renew", "upgrade"]));
  const [paid] = await tx.db
    .select({ id: orders.id })
    .from(orders)
    .where(and(ofRow, eq(orders.status, "paid")))
    .limit(1);
  if (paid) return true;
  const [open] = await tx.db
    .select({ id: payments.id })
    .from(orders)
    .innerJoin(payments, eq(payments.orderId, orders.id))
    .where(
      and(
        ofRow,
        isNull(payments.savedMethodId),
        eq(orders.status, "pending"),
        gt(orders.expiresAt, tx.clock()),
        inArray(payments.status, ["created", "pending"]),
      ),
    )
    .limit(1);
  return open !== undefined;
}

/** Asked right before the provider is: switched off or renewed meanwhile is not charged. */
async function stillWanted(ctx: Ctx, payment: PaymentRow): Promise<boolean> {
  const [found] = await ctx.db
    .select({ attempt: renewalAttempts, row: subscriptions })
    .from(renewalAttempts)
    .innerJoin(subscriptions, eq(subscriptions.id, renewalAttempts.subscriptionId))
    .where(eq(renewalAttempts.paymentId, payment.id));
  if (!found) return false;
  const { attempt, row } = found;
  return renewsItself(row) && row.expiresAt.getTime() === attempt.periodEnd.getTime();
}
