import type { GatewayEvent } from "../contract";
import type { RemotePayment, RemoteRefund } from "./api";

/** Our payment's id, where we made this payment; another site may share the shop. */
export function ourPaymentId({ metadata }: RemotePayment): string | undefined {
  const id = metadata?.payment_id;
  return typeof id === "string" && /^pay_[0-9a-z]{26}$/i.test(id) ? id.toLowerCase() : undefined;
}

/** What a payment's present state says; nothing while it is open. */
export function eventsOf(payment: RemotePayment): GatewayEvent[] {
  const ids = { externalId: payment.id, paymentId: ourPaymentId(payment) };
  if (payment.status === "canceled") {
    const reason = payment.cancellation_details?.reason ?? "canceled";
    return [{ kind: "failed", ...ids, reason }];
  }
  if (payment.status !== "succeeded") return [];
  const { value, currency } = payment.amount;
  const method = payment.payment_method;
  return [
    {
      kind: "paid",
      ...ids,
      received: { decimal: value, currency },
      ...(method?.saved && {
        savedMethod: { token: method.id, label: method.title ?? "YooKassa" },
      }),
    },
  ];
}

/** Undefined until the refund has been made. */
export function refundEvent(
  payment: RemotePayment,
  refund: RemoteRefund,
): GatewayEvent | undefined {
  if (refund.status !== "succeeded") return undefined;
  const ours = refund.metadata?.refund_id;
  return {
    kind: "refunded",
    externalId: payment.id,
    paymentId: ourPaymentId(payment),
    refundExternalId: refund.id,
    refundId: typeof ours === "string" ? ours : undefined,
    received: { decimal: refund.amount.value, currency: refund.amount.currency },
  };
}
