import type { GatewayPayment } from "../contract";
import { type Answer, ask, askAll, type StripeSettings } from "./api";
import { type Owner, ownerOfIntent, ownerOfSession } from "./events";
import {
  type Intent,
  idOf,
  intentObject,
  type Refund,
  refundObject,
  type Session,
  sessionObject,
} from "./objects";

const MINUTE_MS = 60_000;

/** Stripe did not say: the event is kept, and read again. */
class UnansweredError extends Error {}

export function orThrow<T>(answer: Answer<T>): T {
  if (answer.kind === "ok") return answer.value;
  throw new UnansweredError(`Stripe could not be asked: ${answer.reason}`);
}

/** Whose intent this is; null when another application of the account made it. */
export async function findOwner(settings: StripeSettings, intentId: string): Promise<Owner | null> {
  const [session] = orThrow(
    await askAll(settings, sessionObject, (stripe) =>
      stripe.checkout.sessions.list({ payment_intent: intentId }),
    ),
  );
  if (session) return ownerOfSession(session);
  const intent = await ask(settings, intentObject, (stripe) =>
    stripe.paymentIntents.retrieve(intentId),
  );
  if (intent.kind === "refused" && intent.status === 404) return null;
  return ownerOfIntent(orThrow(intent));
}

export const listRefunds = (
  settings: StripeSettings,
  intentId: string,
): Promise<Answer<Refund[]>> =>
  askAll(settings, refundObject, (stripe) =>
    stripe.refunds.list({ payment_intent: intentId, limit: 100 }),
  );

/** A payment as it stands at Stripe: a session with its intent, once there is one, or an intent of its own. */
export type Found = { owner: Owner } & (
  | { session: Session; intent: Intent | null }
  | { session: null; intent: Intent }
);

/** Null when Stripe knows no such payment of ours. */
export async function lookUp(
  settings: StripeSettings,
  payment: GatewayPayment,
): Promise<Answer<Found | null>> {
  const id: Answer<string | null> = payment.externalId
    ? { kind: "ok", value: payment.externalId }
    : await findMade(settings, payment);
  if (id.kind !== "ok") return id;
  if (!id.value) return { kind: "ok", value: null };
  return id.value.startsWith("pi_")
    ? retrieveIntent(settings, id.value)
    : retrieveSession(settings, id.value);
}

async function retrieveIntent(settings: StripeSettings, id: string): Promise<Answer<Found | null>> {
  const answer = await ask(settings, intentObject, (stripe) =>
    stripe.paymentIntents.retrieve(id, { expand: ["latest_charge"] }),
  );
  if (answer.kind !== "ok") return answer;
  const owner = ownerOfIntent(answer.value);
  return { kind: "ok", value: owner && { owner, session: null, intent: answer.value } };
}

async function retrieveSession(
  settings: StripeSettings,
  id: string,
): Promise<Answer<Found | null>> {
  const answer = await ask(settings, sessionObject, (stripe) =>
    stripe.checkout.sessions.retrieve(id, {
      expand: ["payment_intent.payment_method", "payment_intent.latest_charge"],
    }),
  );
  if (answer.kind !== "ok") return answer;
  const session = answer.value;
  const owner = ownerOfSession(session);
  const intent = typeof session.payment_intent === "object" ? session.payment_intent : null;
  return { kind: "ok", value: owner && { owner, session, intent: intent ?? null } };
}

/**
 * What was made for a payment without our hearing of it. Stripe cannot be asked by metadata at once, but the
 * time of making is known.
 */
async function findMade(
  settings: StripeSettings,
  payment: GatewayPayment,
): Promise<Answer<string | null>> {
  const made = payment.createdAt.getTime();
  const query = {
    limit: 100,
    created: {
      gte: Math.floor((made - 5 * MINUTE_MS) / 1000),
      lt: Math.ceil((made + 60 * MINUTE_MS) / 1000),
    },
  };
  const isSession = (session: Session) => ownerOfSession(session)?.paymentId === payment.id;
  const sessions = await askAll(
    settings,
    sessionObject,
    (stripe) => stripe.checkout.sessions.list(query),
    isSession,
  );
  if (sessions.kind !== "ok") return sessions;
  const session = sessions.value.find(isSession);
  if (session) return { kind: "ok", value: session.id };
  const isIntent = (intent: Intent) => ownerOfIntent(intent)?.paymentId === payment.id;
  const intents = await askAll(
    settings,
    intentObject,
    (stripe) => stripe.paymentIntents.list(query),
    isIntent,
  );
  if (intents.kind !== "ok") return intents;
  return { kind: "ok", value: intents.value.find(isIntent)?.id ?? null };
}

/** The intent a payment's money came by: what a refund names. */
export async function intentOf(
  settings: StripeSettings,
  { data, externalId }: GatewayPayment,
): Promise<Answer<string | null>> {
  if (typeof data.paymentIntent === "string") return { kind: "ok", value: data.paymentIntent };
  if (!externalId || externalId.startsWith("pi_")) return { kind: "ok", value: externalId };
  const answer = await retrieveSession(settings, externalId);
  if (answer.kind !== "ok") return answer;
  return { kind: "ok", value: idOf(answer.value?.session?.payment_intent) ?? null };
}
