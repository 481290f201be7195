import { randomBytes } from "node:crypto";
import { hmacSha256Hex } from "@/server/core/crypto";
import { fromDecimal, isCurrency } from "@/server/rules/money";
import type { GatewayDouble, SentWebhook } from "./contract";
import { type DoubleReply, type DoubleRequest, startHttpDouble } from "./http-double";
import { createStripeStore, type StripeStore } from "./stripe-store";

export type StripeDouble = GatewayDouble & {
  store: StripeStore;
  /** Signs a body as the webhooks are. */
  sign(body: string, at?: Date): SentWebhook;
  /** Sends an event made by hand. */
  send(type: string, object: unknown, more?: Record<string, unknown>): void;
  /** Charges of kept cards are declined from now on. */
  declineCharges(): void;
  /** A day passes: idempotency keys count no more. */
  forgetKeys(): void;
};

const notFound = {
  status: 404,
  body: {
    error: { type: "invalid_request_error", code: "resource_missing", message: "No such thing" },
  },
};

/** Stripe: form-encoded requests, idempotency keys that mind their parameters, signed events. */
export async function startStripe(): Promise<StripeDouble> {
  const secretKey = `sk_test_${randomBytes(12).toString("hex")}`;
  const webhookSecret = `whsec_${randomBytes(12).toString("hex")}`;
  const answered = new Map<string, { text: string; reply: DoubleReply }>();
  const sent: SentWebhook[] = [];
  const store = createStripeStore(send);

  function sign(body: string, at = new Date()): SentWebhook {
    const t = Math.floor(at.getTime() / 1000);
    const v1 = hmacSha256Hex(webhookSecret, `${t}.${body}`);
    return {
      rawBody: Buffer.from(body),
      headers: new Headers({ "stripe-signature": `t=${t},v1=${v1},v0=${"0".repeat(64)}` }),
      address: "3.18.12.63",
    };
  }

  function send(type: string, object: unknown, more: Record<string, unknown> = {}): void {
    const id = `evt_${randomBytes(12).toString("hex")}`;
    sent.push(sign(JSON.stringify({ id, object: "event", type, data: { object }, ...more })));
  }

  function once(request: DoubleRequest, make: (form: URLSearchParams) => DoubleReply): DoubleReply {
    const key = request.headers.get("idempotency-key");
    if (!key) return { status: 400, body: { error: { message: "Where is the key?" } } };
    const known = answered.get(key);
    if (known && known.text !== request.text) {
      return {
        status: 400,
        body: { error: { type: "idempotency_error", message: "Other parameters" } },
      };
    }
    const reply = known?.reply ?? make(new URLSearchParams(request.text));
    answered.set(key, { text: request.text, reply });
    return reply;
  }

  /** One a page, so that whoever reads only the first page is found out. */
  function page(items: { id: string }[], query: URLSearchParams): DoubleReply {
    const at = items.findIndex(({ id }) => id === query.get("starting_after")) + 1;
    return {
      body: { object: "list", data: items.slice(at, at + 1), has_more: at + 1 < items.length },
    };
  }

  const http = await startHttpDouble({
    refusal: {
      status: 400,
      body: { error: { type: "invalid_request_error", message: "Your account cannot do this" } },
    },
    isCreation: ({ method }) => method === "POST",
    handle: (request) => {
      if (request.headers.get("authorization") !== `Bearer ${secretKey}`) {
        const message = `Invalid API Key provided: ${request.headers.get("authorization")}`;
        return { status: 401, body: { error: { type: "invalid_request_error", message } } };
      }
      const { pathname, searchParams: query } = new URL(request.path, "http://double");
      const [, kind = "", id] =
        /^\/v1\/(balance|checkout\/sessions|payment_intents|refunds)(?:\/(\w+))?$/.exec(pathname) ??
        [];
      if (kind === "balance") return { body: { object: "balance", livemode: false } };
      if (request.method === "POST") {
        const make = store.makers[kind];
        return make ? once(request, make) : notFound;
      }
      if (!id) return page(store.list(kind, query), query);
      const found = store.get(kind, id, query.size > 0);
      return found ? { body: found } : notFound;
    },
  });

  return {
    baseUrl: http.baseUrl,
    settings: { enabled: true, secretKey, webhookSecret, baseUrl: http.baseUrl },
    async pay(externalId, received) {
      const currency = received?.currency ?? "";
      store.pay(
        externalId,
        received && {
          currency: currency.toLowerCase(),
          amount: isCurrency(currency)
            ? Number(fromDecimal(received.decimal, currency)?.amount ?? 0n)
            : Number(received.decimal),
        },
      );
    },
    async fail(externalId) {
      store.expire(externalId);
    },
    async refund(externalId, decimal) {
      store.refundByHand(externalId, decimal);
    },
    store,
    sign,
    send,
    declineCharges: store.declineCharges,
    forgetKeys: () => answered.clear(),
    takeWebhooks: () => sent.splice(0),
    setMood: http.setMood,
    created: store.created,
    stop: http.stop,
  };
}
