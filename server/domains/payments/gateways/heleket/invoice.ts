import { z } from "zod";
import type { GatewayData, GatewayEvent, Received } from "../contract";

/** Amounts are texts, and sometimes numbers where PHP felt like it. */
const amount = z.union([z.string(), z.number()]).transform(String);

/** An invoice as webhooks and answers show it. */
export const heleketInvoice = z.object({
  /** A UUID: its letters' case means nothing. */
  uuid: z
    .string()
    .min(1)
    .max(100)
    .transform((id) => id.toLowerCase()),
  order_id: z.string().nullish(),
  amount,
  payment_amount: amount.nullish(),
  currency: z.string(),
  payer_currency: z.string().nullish(),
  /** Answers call it so; webhooks say `status`. */
  payment_status: z.string().nullish(),
  status: z.string().nullish(),
  is_final: z.boolean().nullish(),
  from: z.string().nullish(),
  url: z.string().nullish(),
});
export type HeleketInvoice = z.output<typeof heleketInvoice>;

export const statusOf = ({ payment_status, status }: HeleketInvoice): string =>
  (payment_status ?? status ?? "").toLowerCase();

const PAID = ["paid", "paid_over"];
/** Ended without money; a `check` with no final word is none of these. */
const FAILED = ["fail", "cancel", "system_fail"];

const sameCurrency = ({ currency, payer_currency }: HeleketInvoice): boolean =>
  !payer_currency || payer_currency === currency;

/**
 * What counts as received. Paid in the invoice's own currency: what arrived. Paid in another one: the provider
 * has converted it and says that the amount is met; too little of it stays what it is, money of another currency.
 */
function receivedOf(invoice: HeleketInvoice): Received {
  const { amount: asked, payment_amount: arrived, currency, payer_currency } = invoice;
  const short = statusOf(invoice) === "wrong_amount";
  if (sameCurrency(invoice)) {
    const decimal = arrived ?? (short ? "" : asked);
    // "Wrong, and nothing is missing" is for a person to judge, not for us.
    return { decimal: short && Number(decimal) >= Number(asked) ? "" : decimal, currency };
  }
  return short
    ? { decimal: arrived ?? "", currency: payer_currency ?? "" }
    : { decimal: asked, currency };
}

export const refundIdOf = (uuid: string): string => `${uuid}:refund`;

/** What an invoice's present state says. `confirm_check` and everything not final say nothing yet. */
export function eventOf(invoice: HeleketInvoice): GatewayEvent {
  const status = statusOf(invoice);
  const ids = { externalId: invoice.uuid, paymentId: invoice.order_id ?? undefined };
  if (status === "refund_paid") {
    return {
      kind: "refunded",
      ...ids,
      refundExternalId: refundIdOf(invoice.uuid),
      received: receivedOf(invoice),
    };
  }
  if (invoice.is_final !== true) return { kind: "ignored", reason: status || "no status" };
  if (PAID.includes(status) || status === "wrong_amount") {
    // A refund goes back to where the money came from.
    const data: GatewayData = invoice.from ? { from: invoice.from } : {};
    return { kind: "paid", ...ids, received: receivedOf(invoice), data };
  }
  if (FAILED.includes(status)) return { kind: "failed", ...ids, reason: status };
  return { kind: "ignored", reason: status || "no status" };
}
