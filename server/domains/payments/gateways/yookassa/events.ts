import type { GatewayEvent } from "../contract";
import { ownPaymentId } from "../own-payment-id";
import type { RemotePayment, RemoteRefund } from "./api";

/** What a payment's present state says; nothing while it is open. */
export function eventsOf(payment: RemotePayment): GatewayEvent[] {
  const ids = { externalId: payment.id, paymentId: ownPaymentId(payment.metadata) };
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
    paymentId: ownPaymentId(payment.metadata),
    refundExternalId: refund.id,
    refundId: typeof ours === "string" ? ours : undefined,
    received: { decimal: refund.amount.value, currency: refund.amount.currency },
  };
}
