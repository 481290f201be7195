import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { payments } from "@/db/schema/payments";
import { creditChanged, paymentHeld } from "@/inngest/events";
import type { Ctx } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import { recordAudit } from "@/server/domains/audit";
import { postJournal } from "@/server/domains/ledger";
import { raiseAlert } from "@/server/domains/monitoring";
import { markOrderPaid } from "@/server/domains/orders";
import { fromDecimal, isCurrency, money } from "@/server/rules/money";
import { type HoldReason, judge } from "@/server/rules/settlement";
import { clearing, creditEntry } from "./entries";
import type { GatewayEventOf } from "./gateways/contract";
import type { PaymentRow } from "./internal";
import { openRecurring } from "./recurring";
import { renewedMeanwhile } from "./renewal-lock";
import { keepMethod } from "./saved-methods";
import { TooEarlyError } from "./too-early";

/** Settles, holds or credits money that came; see {@link applyEvent}. */
export async function applyPaid(
  ctx: Ctx<Tx>,
  payment: PaymentRow,
  event: GatewayEventOf<"paid">,
): Promise<string> {
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
  { received, externalId }: GatewayEventOf<"paid">,
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
