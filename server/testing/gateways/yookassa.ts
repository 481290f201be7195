import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import { fromDecimal, money, toDecimal } from "@/server/rules/money";
import type { GatewayDouble, SentWebhook } from "./contract";
import { type DoubleReply, type DoubleRequest, startHttpDouble } from "./http-double";

const amount = z.object({ value: z.string().regex(/^\d+\.\d\d$/), currency: z.literal("RUB") });
const metadata = z.record(z.string(), z.string()).default({});
const receipt = z.object({ customer: z.object({ email: z.email() }), items: z.array(z.unknown()) });
const newPayment = z.object({
  amount,
  capture: z.literal(true),
  description: z.string().max(128),
  confirmation: z.object({ type: z.literal("redirect"), return_url: z.string() }).optional(),
  payment_method_id: z.string().optional(),
  save_payment_method: z.boolean().optional(),
  metadata,
  receipt: receipt.optional(),
});
const newRefund = z.object({
  payment_id: z.string(),
  amount,
  metadata,
  receipt: receipt.optional(),
});

type Amount = { value: string; currency: string };
type Payment = {
  id: string;
  status: "pending" | "succeeded" | "canceled";
  amount: Amount;
  refunded_amount: Amount;
  created_at: string;
  metadata: Record<string, string>;
  recipient: { account_id: string; gateway_id: string };
  confirmation?: { type: string; confirmation_url: string };
  payment_method?: { type: string; id: string; saved: boolean; title: string };
  cancellation_details?: { party: string; reason: string };
};
type Refund = {
  id: string;
  payment_id: string;
  status: "succeeded";
  amount: Amount;
  metadata: Record<string, string>;
};

export type YookassaDouble = GatewayDouble & {
  /** A payment of another application of the same shop, or of another shop. Its id. */
  makeForeign(values?: { metadata?: Record<string, string>; accountId?: string }): string;
  /** Charges of kept ways to pay are declined from now on. */
  declineCharges(): void;
  /** A day passes: idempotence keys count no more. */
  forgetKeys(): void;
  /** The bodies it was sent, oldest first. */
  bodies(): unknown[];
};

const DUPLICATED = {
  status: 400,
  body: {
    type: "error",
    code: "invalid_request",
    description: "Idempotence key duplicated",
    parameter: "Idempotence-Key",
  },
};
const NOT_FOUND = { status: 404, body: { type: "error", code: "not_found" } };

/** YooKassa: unsigned notifications, an idempotence key, lists that page by cursor. */
export async function startYookassa(): Promise<YookassaDouble> {
  const shopId = "506751";
  const secretKey = `test_${randomBytes(16).toString("hex")}`;
  const authorization = `Basic ${Buffer.from(`${shopId}:${secretKey}`).toString("base64")}`;
  const payments = new Map<string, Payment>();
  const refunds = new Map<string, Refund>();
  const answered = new Map<string, { text: string; reply: DoubleReply }>();
  const sent: SentWebhook[] = [];
  const bodies: unknown[] = [];
  let letters: "lower" | "upper" = "lower";
  let declines = false;
  const shown = <T extends { id: string }>(thing: T): T =>
    letters === "upper" ? { ...thing, id: thing.id.toUpperCase() } : thing;

  function makePayment(body: unknown): DoubleReply {
    const wanted = newPayment.parse(body);
    const id = randomUUID();
    const kept = wanted.payment_method_id;
    const payment: Payment = {
      id,
      status: !kept ? "pending" : declines ? "canceled" : "succeeded",
      amount: wanted.amount,
      refunded_amount: { value: "0.00", currency: "RUB" },
      created_at: new Date().toISOString(),
      metadata: wanted.metadata,
      recipient: { account_id: shopId, gateway_id: "1000001" },
      payment_method: {
        type: "bank_card",
        id: kept ?? randomUUID(),
        saved: kept !== undefined || wanted.save_payment_method === true,
        title: "Bank card *4477",
      },
    };
    if (kept && declines) {
      payment.cancellation_details = { party: "payment_network", reason: "insufficient_funds" };
    }
    if (!kept) {
      payment.confirmation = {
        type: "redirect",
        confirmation_url: `https://yoomoney.ru/checkout/payments/v2/contract?orderId=${id}`,
      };
    }
    payments.set(id, payment);
    return { body: shown(payment) };
  }

  const kopecks = ({ value }: Amount): bigint => fromDecimal(value, "RUB")?.amount ?? 0n;

  function makeRefund(body: unknown): DoubleReply {
    const wanted = newRefund.parse(body);
    const payment = payments.get(wanted.payment_id.toLowerCase());
    const refused = { status: 400, body: { type: "error", code: "invalid_request" } };
    if (payment?.status !== "succeeded") return refused;
    const sum = kopecks(payment.refunded_amount) + kopecks(wanted.amount);
    if (sum > kopecks(payment.amount)) return refused;
    payment.refunded_amount.value = toDecimal(money(sum, "RUB"));
    const refund: Refund = {
      id: randomUUID(),
      payment_id: payment.id,
      status: "succeeded",
      amount: wanted.amount,
      metadata: wanted.metadata,
    };
    refunds.set(refund.id, refund);
    notify("refund.succeeded", refund);
    return { body: shown(refund) };
  }

  /** The same key gives the same answer, and minds its body. */
  function once({ headers, text }: DoubleRequest, make: (body: unknown) => DoubleReply) {
    const key = headers.get("idempotence-key");
    if (!key || key.length > 64) return { status: 400, body: { code: "invalid_request" } };
    const known = answered.get(key);
    if (known) return known.text === text ? known.reply : DUPLICATED;
    const body: unknown = JSON.parse(text);
    bodies.push(body);
    const reply = make(body);
    answered.set(key, { text, reply });
    return reply;
  }

  /** One a page, so that whoever reads only the first page is found out. */
  function page<T>(items: T[], query: URLSearchParams): DoubleReply {
    const at = Number(query.get("cursor") ?? 0);
    const next = at + 1 < items.length ? { next_cursor: String(at + 1) } : {};
    return { body: { type: "list", items: items.slice(at, at + 1), ...next } };
  }

  const http = await startHttpDouble({
    refusal: { status: 400, body: { type: "error", code: "invalid_request" } },
    isCreation: ({ method }) => method === "POST",
    handle: (request) => {
      if (request.headers.get("authorization") !== authorization) {
        return { status: 401, body: { type: "error", code: "invalid_credentials" } };
      }
      const { pathname, searchParams: query } = new URL(request.path, "http://double");
      const [, kind, id] = pathname.split("/");
      if (kind === "me") return { body: { account_id: shopId, status: "enabled", test: true } };
      if (request.method === "POST" && !id) {
        return once(request, kind === "refunds" ? makeRefund : makePayment);
      }
      if (id) {
        const store: Map<string, { id: string }> = kind === "refunds" ? refunds : payments;
        const found = store.get(id);
        return found ? { body: shown(found) } : NOT_FOUND;
      }
      if (kind === "refunds") {
        const of = query.get("payment_id");
        return page(
          [...refunds.values()].filter(({ payment_id }) => payment_id === of),
          query,
        );
      }
      const from = query.get("created_at.gte") ?? "";
      const to = query.get("created_at.lt") ?? "~";
      return page(
        [...payments.values()].filter(({ created_at: at }) => at >= from && at < to).map(shown),
        query,
      );
    },
  });

  function notify(event: string, object: { id: string }): void {
    sent.push({
      rawBody: Buffer.from(JSON.stringify({ type: "notification", event, object: shown(object) })),
      headers: new Headers({ "content-type": "application/json" }),
      address: "185.71.76.10",
    });
  }

  function get(externalId: string): Payment {
    const payment = payments.get(externalId.toLowerCase());
    if (!payment) throw new Error(`The double has no payment ${externalId}`);
    return payment;
  }

  return {
    baseUrl: http.baseUrl,
    settings: { enabled: true, shopId, secretKey, baseUrl: http.baseUrl },
    async pay(externalId, received) {
      const payment = get(externalId);
      payment.status = "succeeded";
      delete payment.confirmation;
      if (received) payment.amount = { value: received.decimal, currency: received.currency };
      notify("payment.succeeded", payment);
    },
    async fail(externalId) {
      const payment = get(externalId);
      payment.status = "canceled";
      payment.cancellation_details = { party: "yoo_money", reason: "expired_on_confirmation" };
      notify("payment.canceled", payment);
    },
    async refund(externalId, decimal) {
      const { id, amount: whole, refunded_amount: gone } = get(externalId);
      const left = toDecimal(money(kopecks(whole) - kopecks(gone), "RUB"));
      makeRefund({ payment_id: id, amount: { value: decimal ?? left, currency: "RUB" } });
    },
    makeForeign({ metadata: carried = {}, accountId = shopId } = {}) {
      makePayment({
        amount: { value: "150.00", currency: "RUB" },
        capture: true,
        description: "A website's order",
        metadata: carried,
      });
      const payment = [...payments.values()].at(-1);
      if (!payment) throw new Error("Nothing was made");
      payment.recipient.account_id = accountId;
      return payment.id;
    },
    declineCharges: () => {
      declines = true;
    },
    forgetKeys: () => answered.clear(),
    bodies: () => bodies,
    takeWebhooks: () => sent.splice(0),
    setMood: http.setMood,
    setIdCase: (wanted) => {
      letters = wanted;
    },
    created: () => payments.size,
    stop: http.stop,
  };
}
