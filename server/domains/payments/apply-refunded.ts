import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { orders } from "@/db/schema/orders";
import { payments, refunds } from "@/db/schema/payments";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { type EntryInput, getBalance, postJournal } from "@/server/domains/ledger";
import { recordOrderRefund } from "@/server/domains/orders";
import { fromDecimal, isCurrency, smaller } from "@/server/rules/money";
import { clearing, creditEntry } from "./entries";
import type { GatewayEventOf } from "./gateways/contract";
import type { PaymentRow } from "./internal";
import { TooEarlyError } from "./too-early";

/** Takes in a refund that a provider reports, whoever began it; see {@link applyEvent}. */
export async function applyRefunded(
  ctx: Ctx<Tx>,
  payment: PaymentRow,
  event: GatewayEventOf<"refunded">,
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
  event: GatewayEventOf<"refunded">,
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
