import { randomUUID } from "node:crypto";
import {
  CURRENCIES,
  type Currency,
  fromDecimal,
  isCurrency,
  toDecimal,
} from "@/server/rules/money";
import type { DemoPayment } from "./store";

type Change = { payment: DemoPayment; webhooks: unknown[] } | null;

/** As the API and webhooks show a payment. */
export const present = (payment: DemoPayment, payUrl: string) => ({
  id: payment.id,
  reference: payment.reference,
  status: payment.status,
  received: payment.received,
  failure: payment.failure,
  pay_url: payUrl,
  refunds: payment.refunds,
  saved_method:
    payment.save && payment.card && payment.status === "paid"
      ? { token: payment.card, label: `Demo •• ${CARD_DIGITS}` }
      : null,
});

/** Every card of the demo ends alike. */
const CARD_DIGITS = "4242";

const amountOf = (value: string, currency: string): bigint =>
  isCurrency(currency) ? (fromDecimal(value, currency)?.amount ?? 0n) : 0n;

const decimal = (amount: bigint, currency: string): string =>
  toDecimal({ amount, currency: currency as Currency });

/** What a customer (or a tester) can do with a payment, by the name of its button. */
export const ACTIONS = {
  pay: (payment: DemoPayment) => paid(payment, payment.value, payment.currency),
  decline: (payment: DemoPayment): Change =>
    payment.status === "pending"
      ? tell({ ...payment, status: "failed", failure: "declined by the bank" }, "payment.failed")
      : null,
  "pay-less": (payment: DemoPayment) =>
    paid(
      payment,
      decimal(amountOf(payment.value, payment.currency) - 1n, payment.currency),
      payment.currency,
    ),
  "pay-more": (payment: DemoPayment) =>
    paid(
      payment,
      decimal(
        amountOf(payment.value, payment.currency) +
          10n ** BigInt(CURRENCIES[payment.currency as Currency] ?? 2),
        payment.currency,
      ),
      payment.currency,
    ),
  "pay-other-currency": (payment: DemoPayment) =>
    paid(payment, payment.value, payment.currency === "USD" ? "RUB" : "USD"),
  refund: (payment: DemoPayment) => refund(payment, left(payment), null),
  "refund-part": (payment: DemoPayment) => refund(payment, left(payment) / 4n, null),
} as const;

export type ActionName = keyof typeof ACTIONS;
export const isAction = (name: string): name is ActionName => Object.hasOwn(ACTIONS, name);

function paid(payment: DemoPayment, value: string, currency: string): Change {
  if (payment.status !== "pending") return null;
  const card = payment.card ?? (payment.save ? `dcard_${randomUUID()}` : null);
  return tell({ ...payment, card, status: "paid", received: { value, currency } }, "payment.paid");
}

/** Minor units that have not been given back. */
export function left(payment: DemoPayment): bigint {
  if (!payment.received) return 0n;
  const { value, currency } = payment.received;
  return payment.refunds.reduce(
    (sum, item) => sum - amountOf(item.value, item.currency),
    amountOf(value, currency),
  );
}

/** Gives money back, never more than is left. `reference` is the shop's own id of the refund. */
export function refund(payment: DemoPayment, amount: bigint, reference: string | null): Change {
  if (!payment.received || amount <= 0n || amount > left(payment)) return null;
  const { currency } = payment.received;
  const item = {
    id: `dref_${randomUUID()}`,
    reference,
    value: decimal(amount, currency),
    currency,
  };
  const changed = { ...payment, refunds: [...payment.refunds, item] };
  return { payment: changed, webhooks: [{ type: "refund.done", payment: changed, refund: item }] };
}

const tell = (payment: DemoPayment, type: string): Change => ({
  payment,
  webhooks: [{ type, payment }],
});
