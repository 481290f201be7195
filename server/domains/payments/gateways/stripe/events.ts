import { isCurrency, money, toDecimal } from "@/server/rules/money";
import type { GatewayEvent, Received } from "../contract";
import { ownPaymentId } from "../own-payment-id";
import { ask, type StripeSettings } from "./api";
import { type Intent, idOf, intentObject, type Refund, type Session } from "./objects";

export type Owner = { externalId: string; paymentId: string };

/** Stripe counts in minor units, and so do we: yen and cents have the same places in both. */
export function received(minor: number, currency: string): Received {
  const code = currency.toUpperCase();
  const decimal = isCurrency(code) ? toDecimal(money(BigInt(minor), code)) : String(minor);
  return { decimal, currency: code };
}

export function ownerOfSession({ id, metadata }: Session): Owner | null {
  const paymentId = ownPaymentId(metadata);
  return paymentId ? { externalId: id, paymentId } : null;
}

/** Only charges without the customer are payments of their own; other intents belong to a session. */
export function ownerOfIntent({ id, metadata }: Intent): Owner | null {
  const paymentId = ownPaymentId(metadata);
  return paymentId && metadata?.off_session === "yes" ? { externalId: id, paymentId } : null;
}

/** What a session's present state says; null while it is open or its money is on the way. */
export async function sessionEvent(
  settings: StripeSettings,
  session: Session,
): Promise<GatewayEvent | null> {
  const owner = ownerOfSession(session);
  if (!owner) return { kind: "ignored", reason: "not made by this shop" };
  if (session.payment_status === "paid") {
    const { amount_total, currency, payment_intent } = session;
    if (typeof amount_total !== "number" || !currency) {
      throw new Error("a paid session names no amount");
    }
    return {
      kind: "paid",
      ...owner,
      received: received(amount_total, currency),
      data: { paymentIntent: idOf(payment_intent) },
      savedMethod: await savedMethod(settings, session),
    };
  }
  if (session.status === "expired") return { kind: "failed", ...owner, reason: "expired" };
  // Completed with a slow way to pay, which then did not pay.
  const intent = session.payment_intent;
  const isLost =
    session.status === "complete" &&
    typeof intent === "object" &&
    (intent?.status === "requires_payment_method" || intent?.status === "canceled");
  return isLost ? { kind: "failed", ...owner, reason: failureOf(intent) } : null;
}

/** What a charge without the customer came to; null while it is on the way. */
export function intentEvent(intent: Intent): GatewayEvent | null {
  const owner = ownerOfIntent(intent);
  if (!owner) return { kind: "ignored", reason: "not a charge of its own" };
  if (intent.status === "succeeded") {
    return {
      kind: "paid",
      ...owner,
      received: received(intent.amount_received, intent.currency),
      data: { paymentIntent: intent.id },
    };
  }
  return intent.status === "processing"
    ? null
    : { kind: "failed", ...owner, reason: failureOf(intent) };
}

export const failureOf = ({ last_payment_error: error, status }: Intent): string =>
  error?.decline_code ?? error?.code ?? status;

/** Null until the money has gone back. */
export function refundEvent(owner: Owner, refund: Refund): GatewayEvent | null {
  if (refund.status !== "succeeded") return null;
  return {
    kind: "refunded",
    ...owner,
    refundExternalId: refund.id,
    refundId: refund.metadata?.refund_id,
    received: received(refund.amount, refund.currency),
  };
}

/**
 * The intent stands for the card that paid it: what it takes to charge again is read from it then. Paid money
 * never waits for the card's name.
 */
async function savedMethod(settings: StripeSettings, { metadata, payment_intent }: Session) {
  const token = idOf(payment_intent);
  if (metadata?.save_method !== "yes" || !token) return undefined;
  const answer =
    typeof payment_intent === "object" && typeof payment_intent?.payment_method === "object"
      ? ({ kind: "ok", value: payment_intent } as const)
      : await ask(settings, intentObject, (stripe) =>
          stripe.paymentIntents.retrieve(token, { expand: ["payment_method"] }),
        );
  const method = answer.kind === "ok" ? answer.value.payment_method : null;
  if (!method || typeof method === "string") return { token, label: "Stripe" };
  const { card, type } = method;
  const name = card ? card.brand : type;
  return {
    token,
    label: `${name.charAt(0).toUpperCase()}${name.slice(1)}${card ? ` •• ${card.last4}` : ""}`,
  };
}
