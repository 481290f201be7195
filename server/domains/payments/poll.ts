import { and, asc, desc, eq, inArray, isNotNull, lte } from "drizzle-orm";
import { payments } from "@/db/schema/payments";
import { type Ctx, inTransaction, requireSelfOr } from "@/server/core/context";
import { nextPoll } from "@/server/rules/settlement";
import { applyEvent } from "./apply-event";
import { chargeRenewal } from "./auto-renew";
import { createAtGateway } from "./checkout";
import type { PollOutcome } from "./gateways/contract";
import { openGateway } from "./gateways/registry";
import { forGateway, getPaymentRow, type PaymentRow } from "./internal";
import { TooEarlyError } from "./too-early";

/** A customer may ask for a payment this often; in between the last answer stands. */
const CHECK_EVERY_MS = 3000;

const isOpen = (payment: PaymentRow): boolean =>
  payment.status === "created" || payment.status === "pending";

/**
 * Asks the gateway about one payment and applies what it says. What a webhook never told is learned here.
 * A payment whose creation was never answered is asked for by our id, and made if it does not exist.
 */
export async function pollPayment(ctx: Ctx, input: { paymentId: string }): Promise<void> {
  const payment = await getPaymentRow(ctx, input.paymentId);
  if (!isOpen(payment)) return;
  const { gateway, settings } = await openGateway(ctx, payment.gateway);
  const outcome = await gateway.poll(ctx, settings, forGateway(payment));
  await ctx.db
    .update(payments)
    .set(schedule(payment, outcome, ctx.clock()))
    .where(and(eq(payments.id, payment.id), inArray(payments.status, ["created", "pending"])));
  if (outcome.kind === "events") await applyAll(ctx, payment.id, outcome.events);
  if (outcome.kind === "absent" && payment.status === "created") {
    await (payment.savedMethodId
      ? chargeRenewal(ctx, { paymentId: payment.id })
      : createAtGateway(ctx, payment.id));
  }
}

async function applyAll(
  ctx: Ctx,
  paymentId: string,
  events: Extract<PollOutcome, { kind: "events" }>["events"],
): Promise<void> {
  for (const event of events) {
    if (event.kind === "ignored") continue;
    try {
      await inTransaction(ctx, (tx) => applyEvent(tx, paymentId, event));
    } catch (error) {
      if (!(error instanceof TooEarlyError)) throw error;
    }
  }
}

/** When to ask next, and whether the gateway could be asked at all: an order waits for one that could not. */
function schedule(payment: PaymentRow, outcome: PollOutcome, now: Date) {
  const attempts = payment.pollAttempts + 1;
  const next = nextPoll(attempts, now, payment.expiresAt);
  return {
    pollAttempts: attempts,
    nextPollAt: next,
    failureReason: outcome.kind === "unreachable" ? "unreachable" : null,
    ...(outcome.kind === "open" && {
      status: "pending" as const,
      externalId: outcome.externalId ?? payment.externalId,
      payUrl: outcome.payUrl ?? payment.payUrl,
    }),
    ...(next === null &&
      outcome.kind !== "events" && { status: "expired" as const, failureReason: null }),
  };
}

/** When a payment is to be asked for next, as an ISO instant; null when it has ended. */
export async function nextPollOf(ctx: Ctx, input: { paymentId: string }): Promise<string | null> {
  const payment = await getPaymentRow(ctx, input.paymentId);
  return isOpen(payment) ? (payment.nextPollAt?.toISOString() ?? null) : null;
}

/** Payments whose time to be asked for passed a minute ago, longest waiting first. */
export async function listDuePayments(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: payments.id })
    .from(payments)
    .where(
      and(
        isNotNull(payments.nextPollAt),
        lte(payments.nextPollAt, new Date(ctx.clock().getTime() - 60_000)),
      ),
    )
    .orderBy(asc(payments.nextPollAt))
    .limit(500);
  return rows.map((row) => row.id);
}

/** The customer says they have paid: asks the gateway now, but not more often than every few seconds. */
export async function checkOrderPayment(ctx: Ctx, input: { orderId: string }): Promise<void> {
  const [payment] = await ctx.db
    .select()
    .from(payments)
    .where(eq(payments.orderId, input.orderId))
    .orderBy(desc(payments.createdAt))
    .limit(1);
  if (!payment) return;
  requireSelfOr(ctx, payment.customerId, "orders.read");
  if (!isOpen(payment)) return;
  const now = ctx.clock();
  // The next poll is never nearer than ten seconds after the last one: what is left of it tells when that was.
  const [claimed] = await ctx.db
    .update(payments)
    .set({ nextPollAt: new Date(now.getTime() + CHECK_EVERY_MS) })
    .where(
      and(
        eq(payments.id, payment.id),
        payment.nextPollAt ? eq(payments.nextPollAt, payment.nextPollAt) : undefined,
      ),
    )
    .returning({ id: payments.id });
  if (claimed) await pollPayment(ctx, { paymentId: payment.id });
}
