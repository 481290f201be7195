import { randomBytes } from "node:crypto";
import { fromDecimal, isCurrency } from "@/server/rules/money";
import type { DoubleReply } from "./http-double";

type Metadata = Record<string, string>;
type Intent = {
  id: string;
  object: "payment_intent";
  created: number;
  status: string;
  amount: number;
  amount_received: number;
  currency: string;
  customer: string | null;
  payment_method: string | null;
  latest_charge: string | null;
  metadata: Metadata;
};
type Session = {
  id: string;
  object: "checkout.session";
  created: number;
  status: "open" | "complete" | "expired";
  payment_status: "unpaid" | "paid";
  amount_total: number;
  currency: string;
  client_reference_id: string | null;
  customer: string | null;
  metadata: Metadata;
  payment_intent: string | null;
  url: string | null;
};
type Refund = {
  id: string;
  object: "refund";
  created: number;
  status: string;
  amount: number;
  currency: string;
  charge: string | null;
  payment_intent: string;
  metadata: Metadata;
};

export type StripeStore = ReturnType<typeof createStripeStore>;

const newId = (prefix: string): string =>
  `${prefix}_${randomBytes(12).toString("base64url").replace(/[-_]/g, "x")}`;
const seconds = (): number => Math.floor(Date.now() / 1000);

/** `metadata[a]=b` of a form. */
function record(form: URLSearchParams, prefix: string): Metadata {
  const entries = [...form].flatMap(([key, value]) =>
    key.startsWith(`${prefix}[`) ? [[key.slice(prefix.length + 1, -1), value] as const] : [],
  );
  return Object.fromEntries(entries);
}

const card = (id: string) => ({
  id,
  object: "payment_method",
  type: "card",
  card: { brand: "visa", last4: "4242" },
});

/** What a Stripe account holds, and the events its changes send. */
export function createStripeStore(send: (type: string, object: unknown) => void) {
  const sessions = new Map<string, Session>();
  const intents = new Map<string, Intent>();
  const refunds = new Map<string, Refund>();
  // The session's own fields for its intent, which is made when the customer pays.
  const ofIntent = new Map<string, { metadata: Metadata; kept: boolean }>();
  let declines = false;
  let direct = 0;

  function makeSession(form: URLSearchParams): DoubleReply {
    const price = "line_items[0][price_data]";
    const id = newId("cs_test");
    const session: Session = {
      id,
      object: "checkout.session",
      created: seconds(),
      status: "open",
      payment_status: "unpaid",
      amount_total: Number(form.get(`${price}[unit_amount]`)),
      currency: form.get(`${price}[currency]`) ?? "",
      client_reference_id: form.get("client_reference_id"),
      customer: null,
      metadata: record(form, "metadata"),
      payment_intent: null,
      url: `https://checkout.stripe.com/c/pay/${id}`,
    };
    sessions.set(id, session);
    ofIntent.set(id, {
      metadata: record(form, "payment_intent_data[metadata]"),
      kept:
        form.get("payment_intent_data[setup_future_usage]") === "off_session" &&
        form.get("customer_creation") === "always",
    });
    return { body: session };
  }

  function addIntent(values: Partial<Intent>): Intent {
    const intent: Intent = {
      id: newId("pi"),
      object: "payment_intent",
      created: seconds(),
      status: "succeeded",
      amount: 0,
      amount_received: values.amount ?? 0,
      currency: "usd",
      customer: null,
      payment_method: newId("pm"),
      latest_charge: newId("ch"),
      metadata: {},
      ...values,
    };
    intents.set(intent.id, intent);
    return intent;
  }

  function makeIntent(form: URLSearchParams): DoubleReply {
    const [customer, method] = [form.get("customer"), form.get("payment_method")];
    const known = [...intents.values()].some(
      (one) => one.customer === customer && one.payment_method === method,
    );
    if (!known || form.get("off_session") !== "true" || form.get("confirm") !== "true") {
      return { status: 400, body: { error: { type: "invalid_request_error", message: "No" } } };
    }
    direct += 1;
    const intent = addIntent({
      amount: Number(form.get("amount")),
      currency: form.get("currency") ?? "",
      customer,
      payment_method: method,
      metadata: record(form, "metadata"),
      ...(declines && { status: "requires_payment_method", amount_received: 0 }),
    });
    if (declines) {
      const error = {
        type: "card_error",
        code: "card_declined",
        decline_code: "insufficient_funds",
      };
      send("payment_intent.payment_failed", { ...intent, last_payment_error: error });
      return { status: 402, body: { error: { ...error, message: "Your card was declined." } } };
    }
    send("payment_intent.succeeded", intent);
    return { body: intent };
  }

  const refunded = (intentId: string): number =>
    [...refunds.values()]
      .filter(({ payment_intent }) => payment_intent === intentId)
      .reduce((sum, { amount }) => sum + amount, 0);

  const charge = (intent: Intent) => ({
    id: intent.latest_charge,
    object: "charge",
    amount: intent.amount,
    amount_refunded: refunded(intent.id),
    payment_intent: intent.id,
    metadata: intent.metadata,
  });

  function makeRefund(form: URLSearchParams): DoubleReply {
    const intent = intents.get(form.get("payment_intent") ?? "");
    const amount = Number(form.get("amount"));
    if (!intent || !(amount > 0) || refunded(intent.id) + amount > intent.amount_received) {
      return { status: 400, body: { error: { code: "charge_already_refunded", message: "No" } } };
    }
    const refund: Refund = {
      id: newId("re"),
      object: "refund",
      created: seconds(),
      status: "succeeded",
      amount,
      currency: intent.currency,
      charge: intent.latest_charge,
      payment_intent: intent.id,
      metadata: record(form, "metadata"),
    };
    refunds.set(refund.id, refund);
    send("refund.created", refund);
    send("charge.refunded", charge(intent));
    return { body: refund };
  }

  function sessionOf(id: string): Session {
    const session = sessions.get(id);
    if (!session) throw new Error(`The double has no session ${id}`);
    return session;
  }

  const expandedIntent = (id: string) => {
    const intent = intents.get(id);
    return (
      intent && {
        ...intent,
        payment_method: intent.payment_method && card(intent.payment_method),
        latest_charge: charge(intent),
      }
    );
  };

  return {
    makers: {
      "checkout/sessions": makeSession,
      payment_intents: makeIntent,
      refunds: makeRefund,
    } as Record<string, ((form: URLSearchParams) => DoubleReply) | undefined>,
    addIntent,

    pay(id: string, received?: { amount: number; currency: string }): void {
      const session = sessionOf(id);
      const { metadata = {}, kept = false } = ofIntent.get(id) ?? {};
      if (received)
        Object.assign(session, { amount_total: received.amount, currency: received.currency });
      const customer = kept ? newId("cus") : null;
      const { amount_total: amount, currency } = session;
      const intent = addIntent({ amount, currency, customer, metadata });
      Object.assign(session, {
        status: "complete",
        payment_status: "paid",
        payment_intent: intent.id,
        customer,
        url: null,
      } satisfies Partial<Session>);
      send("payment_intent.succeeded", intent);
      send("checkout.session.completed", session);
    },

    expire(id: string): void {
      Object.assign(sessionOf(id), { status: "expired", url: null } satisfies Partial<Session>);
      send("checkout.session.expired", sessionOf(id));
    },

    /** As an operator does in Stripe's own dashboard: nothing of ours is on it. */
    refundByHand(id: string, decimal?: string): void {
      const intent = intents.get(sessions.get(id)?.payment_intent ?? id);
      if (!intent) throw new Error(`The double has no paid ${id}`);
      const currency = intent.currency.toUpperCase();
      const part =
        decimal && isCurrency(currency) ? fromDecimal(decimal, currency)?.amount : undefined;
      const amount = part ?? BigInt(intent.amount_received - refunded(intent.id));
      makeRefund(new URLSearchParams({ payment_intent: intent.id, amount: String(amount) }));
    },

    list(kind: string, query: URLSearchParams): { id: string }[] {
      const of = query.get("payment_intent");
      const from = Number(query.get("created[gte]") ?? 0);
      const to = Number(query.get("created[lt]") ?? Number.MAX_SAFE_INTEGER);
      const all: { id: string; created: number; payment_intent?: string | null }[] =
        kind === "refunds"
          ? [...refunds.values()]
          : kind === "payment_intents"
            ? [...intents.values()]
            : [...sessions.values()];
      // The newest first, as Stripe lists.
      return all
        .filter(
          (one) => one.created >= from && one.created < to && (!of || one.payment_intent === of),
        )
        .reverse();
    },

    get(kind: string, id: string, expanded: boolean): unknown {
      if (kind === "refunds") return refunds.get(id);
      if (kind === "payment_intents") return expanded ? expandedIntent(id) : intents.get(id);
      const session = sessions.get(id);
      return session && expanded && session.payment_intent
        ? { ...session, payment_intent: expandedIntent(session.payment_intent) }
        : session;
    },

    declineCharges: (): void => {
      declines = true;
    },
    created: (): number => sessions.size + direct,
  };
}
