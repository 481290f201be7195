import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { orders } from "@/db/schema/orders";
import { payments, refunds } from "@/db/schema/payments";
import { creditChanged, paymentHeld } from "@/inngest/events";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { emit } from "@/server/core/outbox";
import { recordAudit } from "@/server/domains/audit";
import { type EntryInput, getBalance, postJournal } from "@/server/domains/ledger";
import { raiseAlert } from "@/server/domains/monitoring";
import { markOrderPaid, recordOrderRefund } from "@/server/domains/orders";
import { fromDecimal, isCurrency, money, smaller } from "@/server/rules/money";
import { type HoldReason, judge } from "@/server/rules/settlement";
import type { GatewayEvent } from "./gateways/contract";
import { lockPayment, type PaymentRow } from "./internal";
import { openRecurring } from "./recurring";
import { renewedMeanwhile } from "./renewal-lock";
import { keepMethod } from "./saved-methods";

type Event<K extends GatewayEvent["kind"]> = Extract<GatewayEvent, { kind: K }>;

/** An event that cannot be applied yet, because what it builds on has not arrived: it is tried again. */
export class TooEarlyError extends Error {}

/**
 * Applies what a provider said to a payment, in the caller's transaction and under the payment's lock. The
 * same event twice, ten at once or out of order ends in the same state.
 *
 * @returns what it came to, for the inbox
 */
export async function applyEvent(
  ctx: Ctx<Tx>,
  paymentId: string,
  event: Exclude<GatewayEvent, { kind: "ignored" }>,
): Promise<string> {
  const payment = await lockPayment(ctx, paymentId);
  switch (event.kind) {
    case "paid":
      return applyPaid(ctx, payment, event);
    case "failed":
      return applyFailed(ctx, payment, event);
    case "refunded":
      return applyRefunded(ctx, payment, event);
  }
}

const clearing = (payment: PaymentRow, amount: bigint, currency: string): EntryInput => ({
  account: { kind: "gateway_clearing", owner: payment.gateway },
  amount,
  currency,
});

async function applyPaid(ctx: Ctx<Tx>, payment: PaymentRow, event: Event<"paid">): Promise<string> {
  if (event.recurring && payment.externalId !== event.externalId) {
    if (payment.settledAt === null) throw new TooEarlyError("a renewal before its first payment");
    const renewal = await openRecurring(ctx, payment, event);
    return renewal ? applyPaid(ctx, renewal, event) : applyExtra(ctx, payment, event);
  }
  if (payment.settledAt !== null || payment.status === "held") {
    return payment.externalId === event.externalId ? "already" : applyExtra(ctx, payment, event);
  }
  const verdict = judge(money(payment.amount, payment.currency), event.received);
  const received = verdict.received;
  const common = {
    externalId: event.externalId,
    receivedAmount: received?.amount ?? null,
    receivedCurrency: received?.currency ?? event.received.currency.slice(0, 10),
    gatewayData: { ...payment.gatewayData, ...event.data },
    failureReason: null,
    nextPollAt: null,
  };
  const hold = async (reason: HoldReason): Promise<string> => {
    await ctx.db
      .update(payments)
      .set({ ...common, status: "held", holdReason: reason })
      .where(eq(payments.id, payment.id));
    if (received && received.amount > 0n) {
      await postJournal(ctx, {
        idempotencyKey: `payment:${payment.id}:held`,
        kind: "payment.held",
        reference: { type: "payment", id: payment.id },
        entries: [
          clearing(payment, received.amount, received.currency),
          { account: { kind: "suspense" }, amount: -received.amount, currency: received.currency },
        ],
      });
    }
    await holdAlert(ctx, payment, reason);
    return `held:${reason}`;
  };
  if (verdict.kind === "hold") return hold(verdict.reason);

  const paid = (await renewedMeanwhile(ctx, payment.orderId))
    ? ({ kind: "already" } as const)
    : await markOrderPaid(ctx, { orderId: payment.orderId, paymentId: payment.id });
  if (paid.kind === "credit_gone") return hold("credit_gone");
  const first = paid.kind === "paid";
  await ctx.db
    .update(payments)
    .set({
      ...common,
      status: "paid",
      settledAt: ctx.clock(),
      holdReason: null,
      // Another attempt had paid this order: the money is the customer's own, and not the order's price.
      ...(!first && { failureReason: "order_already_paid" }),
    })
    .where(eq(payments.id, payment.id));
  const { amount, currency } = verdict.received;
  const revenue = first && paid.orderKind !== "topup" ? amount - verdict.surplus : 0n;
  const { journalId } = await postJournal(ctx, {
    idempotencyKey: `payment:${payment.id}:settled`,
    kind: "payment.settled",
    reference: { type: "payment", id: payment.id },
    entries: [
      clearing(payment, amount, currency),
      { account: { kind: "revenue" }, amount: -revenue, currency },
      creditEntry(payment, -(amount - revenue), currency),
    ],
  });
  if (amount > revenue) await tellCredited(ctx, payment, journalId, amount - revenue, currency);
  if (payment.saveMethod && event.savedMethod) {
    await keepMethod(ctx, {
      customerId: payment.customerId,
      gateway: payment.gateway,
      savedMethod: event.savedMethod,
    });
  }
  await recordAudit(ctx, {
    action: "payments.settle",
    subject: { type: "payment", id: payment.id },
    before: { status: payment.status },
    after: { status: "paid", amount, currency, surplus: verdict.surplus },
  });
  if (!first) await duplicateAlert(ctx, payment);
  return first ? "settled" : "credited";
}

const creditEntry = (payment: PaymentRow, amount: bigint, currency: string): EntryInput => ({
  account: { kind: "customer_credit", owner: payment.customerId },
  amount,
  currency,
});

/** Money that did not buy anything is the customer's, who is told so. */
const tellCredited = (
  ctx: Ctx<Tx>,
  { customerId }: PaymentRow,
  journalId: string,
  amount: bigint,
  currency: string,
): Promise<void> =>
  emit(
    ctx,
    creditChanged.create({ customerId, journalId, amount: String(amount), currency, told: true }),
  );

/** The same invoice was paid once more: the second money becomes the customer's credit. */
async function applyExtra(
  ctx: Ctx<Tx>,
  payment: PaymentRow,
  { received, externalId }: Event<"paid">,
): Promise<string> {
  const extra = isCurrency(received.currency)
    ? fromDecimal(received.decimal, received.currency)
    : null;
  if (!extra || extra.amount <= 0n) throw new Error("an extra payment's amount could not be read");
  const { posted, journalId } = await postJournal(ctx, {
    idempotencyKey: `payment:${payment.id}:extra:${externalId}`,
    kind: "payment.extra",
    reference: { type: "payment", id: payment.id },
    entries: [
      clearing(payment, extra.amount, extra.currency),
      creditEntry(payment, -extra.amount, extra.currency),
    ],
  });
  if (posted) {
    await duplicateAlert(ctx, payment);
    await tellCredited(ctx, payment, journalId, extra.amount, extra.currency);
  }
  return posted ? "credited" : "already";
}

async function applyFailed(
  ctx: Ctx<Tx>,
  payment: PaymentRow,
  { externalId, reason }: Event<"failed">,
): Promise<string> {
  if (payment.status !== "created" && payment.status !== "pending") return "already";
  await ctx.db
    .update(payments)
    .set({ status: "failed", externalId, failureReason: reason.slice(0, 500), nextPollAt: null })
    .where(eq(payments.id, payment.id));
  return "failed";
}

async function applyRefunded(
  ctx: Ctx<Tx>,
  payment: PaymentRow,
  event: Event<"refunded">,
): Promise<string> {
  const [known] = await ctx.db
    .select()
    .from(refunds)
    .where(
      and(eq(refunds.gateway, payment.gateway), eq(refunds.externalId, event.refundExternalId)),
    );
  if (known?.status === "done") return "already";
  if (payment.settledAt === null && payment.status !== "held") {
    throw new TooEarlyError("a refund of a payment that is not settled yet");
  }
  const currency = payment.receivedCurrency ?? payment.currency;
  const amount =
    event.received.currency === currency && isCurrency(currency)
      ? fromDecimal(event.received.decimal, currency)?.amount
      : undefined;
  if (!amount || amount <= 0n) throw new Error("the refund's amount could not be read");
  const refundId = known?.id ?? (await adoptRefund(ctx, payment, event, amount, currency));
  await completeRefund(ctx, payment, { refundId, amount, currency });
  return "refunded";
}

/** Our own request when the provider names it, or one of the same amount still waiting; else a row of its own. */
async function adoptRefund(
  ctx: Ctx<Tx>,
  payment: PaymentRow,
  event: Event<"refunded">,
  amount: bigint,
  currency: string,
): Promise<string> {
  const [ours] = await ctx.db
    .update(refunds)
    .set({ externalId: event.refundExternalId })
    .where(
      eq(
        refunds.id,
        sql`(select id from refunds where payment_id = ${payment.id} and external_id is null
          and status in ('requested', 'processing')
          and ${event.refundId ? sql`id = ${event.refundId}` : sql`amount = ${amount.toString()}::bigint`}
          order by created_at limit 1 for update)`,
      ),
    )
    .returning({ id: refunds.id });
  if (ours) return ours.id;
  const [made] = await ctx.db
    .insert(refunds)
    .values({
      id: newId("refund"),
      paymentId: payment.id,
      orderId: payment.orderId,
      gateway: payment.gateway,
      externalId: event.refundExternalId,
      amount,
      currency,
      status: "processing",
      reason: "made at the provider",
      createdAt: ctx.clock(),
    })
    .returning({ id: refunds.id });
  return made?.id ?? "";
}

/** Writes a confirmed refund into the books, once; a full one ends what the order granted. */
export async function completeRefund(
  ctx: Ctx<Tx>,
  payment: PaymentRow,
  { refundId, amount, currency }: { refundId: string; amount: bigint; currency: string },
): Promise<void> {
  const { sources, ofThePrice } = await refundSources(ctx, payment, amount, currency);
  const { posted } = await postJournal(ctx, {
    idempotencyKey: `refund:${refundId}`,
    kind: "payment.refunded",
    reference: { type: "payment", id: payment.id },
    entries: [...sources, clearing(payment, -amount, currency)],
  });
  if (!posted) return;
  await ctx.db
    .update(payments)
    .set({ refunded: sql`${payments.refunded} + ${amount.toString()}::bigint` })
    .where(eq(payments.id, payment.id));
  const { full } =
    ofThePrice > 0n
      ? await recordOrderRefund(ctx, { orderId: payment.orderId, refundId, amount: ofThePrice })
      : { full: false };
  await ctx.db
    .update(refunds)
    .set({ status: "done", completedAt: ctx.clock(), full, failureReason: null })
    .where(eq(refunds.id, refundId));
}

/**
 * Where the money that goes back had been booked: on hold, as the order's price, or as the customer's credit
 * (a surplus, or a second payment of one order). The price goes back first. Credit that is spent already cannot
 * be taken: what the provider gave back regardless is booked as a refund of ours.
 */
async function refundSources(
  ctx: Ctx<Tx>,
  payment: PaymentRow,
  amount: bigint,
  currency: string,
): Promise<{ sources: EntryInput[]; ofThePrice: bigint }> {
  if (payment.settledAt === null) {
    return { sources: [{ account: { kind: "suspense" }, amount, currency }], ofThePrice: 0n };
  }
  const price =
    payment.failureReason === null ? smaller(payment.amount, payment.receivedAmount ?? 0n) : 0n;
  const priceLeft = price > payment.refunded ? price - payment.refunded : 0n;
  const ofThePrice = smaller(amount, priceLeft);
  const credit = await getBalance(ctx, {
    kind: "customer_credit",
    owner: payment.customerId,
    currency,
  });
  // A top-up became credit, so it goes back from there, like a surplus.
  const topup = await isTopup(ctx, payment.orderId);
  const ofTheCredit = smaller(topup ? amount : amount - ofThePrice, credit);
  return {
    ofThePrice,
    sources: [
      { account: { kind: "refunds" }, amount: amount - ofTheCredit, currency },
      creditEntry(payment, ofTheCredit, currency),
    ],
  };
}

async function isTopup(ctx: Ctx<Tx>, orderId: string): Promise<boolean> {
  const [row] = await ctx.db
    .select({ kind: orders.kind })
    .from(orders)
    .where(eq(orders.id, orderId));
  return row?.kind === "topup";
}

async function holdAlert(ctx: Ctx<Tx>, payment: PaymentRow, reason: string): Promise<void> {
  const { id: paymentId, orderId, customerId } = payment;
  await raiseAlert(ctx, {
    kind: "payment_held",
    key: paymentId,
    severity: "warning",
    details: { reason, gateway: payment.gateway },
    href: `/admin/payments/${paymentId}`,
  });
  await emit(ctx, paymentHeld.create({ paymentId, orderId, customerId, reason }));
}

const duplicateAlert = (ctx: Ctx<Tx>, payment: PaymentRow): Promise<void> =>
  raiseAlert(ctx, {
    kind: "payment_duplicate",
    key: payment.id,
    severity: "warning",
    details: { gateway: payment.gateway },
    href: `/admin/payments/${payment.id}`,
  });

/** Refunds asked for and not yet refused, minor units: what is no longer free to be refunded. */
export async function pendingRefunds(ctx: Ctx<Tx>, paymentId: string): Promise<bigint> {
  const rows = await ctx.db
    .select({ amount: refunds.amount })
    .from(refunds)
    .where(
      and(
        eq(refunds.paymentId, paymentId),
        isNull(refunds.completedAt),
        sql`${refunds.status} <> 'failed'`,
      ),
    );
  return rows.reduce((sum, row) => sum + row.amount, 0n);
}
