import type { EntryInput } from "@/server/domains/ledger";
import type { PaymentRow } from "./internal";

/** What the provider owes the house for this payment. */
export const clearing = (payment: PaymentRow, amount: bigint, currency: string): EntryInput => ({
  account: { kind: "gateway_clearing", owner: payment.gateway },
  amount,
  currency,
});

/** What the house owes the customer. */
export const creditEntry = (payment: PaymentRow, amount: bigint, currency: string): EntryInput => ({
  account: { kind: "customer_credit", owner: payment.customerId },
  amount,
  currency,
});
