import { z } from "zod";
import type { GatewayEvent } from "../contract";
import type { StripeSettings } from "./api";
import { intentEvent, refundEvent, sessionEvent } from "./events";
import { findOwner, listRefunds, orThrow } from "./lookup";
import { chargeObject, idOf, intentObject, refundObject, sessionObject } from "./objects";

const envelope = z.object({
  type: z.string(),
  account: z.string().nullish(),
  data: z.object({ object: z.unknown() }),
});

const ignored = (reason: string): GatewayEvent => ({ kind: "ignored", reason });

/** A signed event, read. Stripe is asked only for what the event leaves out. */
export async function readEvent(settings: StripeSettings, body: Buffer): Promise<GatewayEvent> {
  const { type, account, data } = envelope.parse(JSON.parse(body.toString("utf8")));
  // Events of accounts connected to this one are theirs.
  if (account) return ignored("another account's event");
  switch (type) {
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded":
    case "checkout.session.expired":
      return (
        (await sessionEvent(settings, sessionObject.parse(data.object))) ??
        ignored(`${type}: not paid yet`)
      );
    case "checkout.session.async_payment_failed": {
      const told = await sessionEvent(settings, {
        ...sessionObject.parse(data.object),
        payment_status: "unpaid",
        status: "expired",
      });
      return told?.kind === "failed"
        ? { ...told, reason: "the payment did not come" }
        : ignored(type);
    }
    case "payment_intent.succeeded":
    case "payment_intent.payment_failed":
    case "payment_intent.canceled":
      return intentEvent(intentObject.parse(data.object)) ?? ignored(type);
    case "refund.created":
    case "refund.updated":
    case "charge.refund.updated":
      return refunded(settings, refundObject.parse(data.object));
    case "charge.refunded":
      return chargeRefunded(settings, chargeObject.parse(data.object));
    default:
      return ignored(type);
  }
}

async function refunded(
  settings: StripeSettings,
  refund: z.output<typeof refundObject>,
): Promise<GatewayEvent> {
  if (refund.status !== "succeeded") return ignored(`the refund is ${refund.status}`);
  const intentId = idOf(refund.payment_intent);
  const owner = intentId ? await findOwner(settings, intentId) : null;
  if (!owner) return ignored("a refund of a payment not made by this shop");
  return refundEvent(owner, refund) ?? ignored("not refunded yet");
}

/**
 * Says only how much of the charge has gone back by now. The refund it is about is the one that makes this sum:
 * two equal ones are told apart.
 */
async function chargeRefunded(
  settings: StripeSettings,
  charge: z.output<typeof chargeObject>,
): Promise<GatewayEvent> {
  const intentId = idOf(charge.payment_intent);
  if (!intentId) return ignored("a charge without a payment of ours");
  const owner = await findOwner(settings, intentId);
  if (!owner) return ignored("a refund of a payment not made by this shop");
  const refunds = orThrow(await listRefunds(settings, intentId));
  let sum = 0;
  // Listed newest first; their times are whole seconds, which two may share.
  for (const refund of refunds.toReversed()) {
    if (refund.status === "failed" || refund.status === "canceled") continue;
    sum += refund.amount;
    if (sum === charge.amount_refunded) {
      return refundEvent(owner, refund) ?? ignored(`the refund is ${refund.status}`);
    }
  }
  return ignored("the refund's own event tells");
}
