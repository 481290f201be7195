import { z } from "zod";
import { hmacSha256Hex, safeEqual } from "@/server/core/crypto";
import { toDecimal } from "@/server/rules/money";
import { defineGateway, type GatewayEvent } from "../contract";
import { demoGatewaySettings } from "./settings";

const TIMEOUT_MS = 8000;
/** A signature older than this is a replay. */
const TOLERANCE_SECONDS = 300;

const remotePayment = z.object({
  id: z.string(),
  reference: z.string(),
  status: z.enum(["pending", "paid", "failed"]),
  received: z.object({ value: z.string(), currency: z.string() }).nullable(),
  failure: z.string().nullish(),
  pay_url: z.string(),
  refunds: z
    .array(
      z.object({
        id: z.string(),
        reference: z.string().nullish(),
        value: z.string(),
        currency: z.string(),
      }),
    )
    .default([]),
  saved_method: z.object({ token: z.string(), label: z.string() }).nullish(),
});
type RemotePayment = z.output<typeof remotePayment>;

const webhookBody = z.object({
  type: z.enum(["payment.paid", "payment.failed", "payment.pending", "refund.done"]),
  payment: remotePayment,
  refund: z
    .object({
      id: z.string(),
      reference: z.string().nullish(),
      value: z.string(),
      currency: z.string(),
    })
    .nullish(),
});

type Settings = { baseUrl: string; key: string };
type Answer =
  | { kind: "ok"; body: unknown }
  | { kind: "refused"; status: number; reason: string }
  | { kind: "unreachable"; reason: string };

async function ask(
  { baseUrl, key }: Settings,
  path: string,
  post?: { body: unknown; idempotencyKey: string },
): Promise<Answer> {
  try {
    const response = await fetch(`${baseUrl}${path}`, {
      method: post ? "POST" : "GET",
      headers: {
        authorization: `Bearer ${key}`,
        ...(post && {
          "content-type": "application/json",
          "idempotency-key": post.idempotencyKey,
        }),
      },
      body: post ? JSON.stringify(post.body) : undefined,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status >= 500) return { kind: "unreachable", reason: `HTTP ${response.status}` };
    if (!response.ok) {
      return { kind: "refused", status: response.status, reason: `HTTP ${response.status}` };
    }
    return { kind: "ok", body: await response.json() };
  } catch (error) {
    return { kind: "unreachable", reason: error instanceof Error ? error.message : "unknown" };
  }
}

/** Everything a payment's present state says, oldest first. */
function eventsOf(payment: RemotePayment): GatewayEvent[] {
  const ids = { externalId: payment.id, paymentId: payment.reference };
  if (payment.status === "failed") {
    return [{ kind: "failed", ...ids, reason: payment.failure ?? "failed" }];
  }
  if (payment.status !== "paid" || !payment.received) return [];
  const { value, currency } = payment.received;
  return [
    {
      kind: "paid",
      ...ids,
      received: { decimal: value, currency },
      savedMethod: payment.saved_method ?? undefined,
    },
    ...payment.refunds.map(
      (refund): GatewayEvent => ({
        kind: "refunded",
        ...ids,
        refundExternalId: refund.id,
        refundId: refund.reference ?? undefined,
        received: { decimal: refund.value, currency: refund.currency },
      }),
    ),
  ];
}

/** The stand-in provider of the demo: the same protocol a real one has, with signed webhooks. */
export const demoGateway = defineGateway({
  id: "demo",
  label: { en: "Bank card (demo)", ru: "Банковская карта (демо)" },
  currencies: ["RUB", "USD", "EUR"],
  settings: demoGatewaySettings,
  webhook: "signed",
  isReady: async (_ctx, { enabled, baseUrl, key }) => enabled && baseUrl !== "" && key !== "",

  /** `x-demo-signature: t=<unix>,v1=<hex HMAC-SHA256 of "t." + raw body>` */
  verify({ key }, { rawBody, headers, now }) {
    const [, t = "", v1 = ""] =
      /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(headers.get("x-demo-signature") ?? "") ?? [];
    if (!key || !t || Math.abs(now.getTime() / 1000 - Number(t)) > TOLERANCE_SECONDS) return false;
    return safeEqual(v1, hmacSha256Hex(key, Buffer.concat([Buffer.from(`${t}.`), rawBody])));
  },

  async translate(_ctx, _settings, body): Promise<GatewayEvent> {
    const { type, payment, refund } = webhookBody.parse(JSON.parse(body.toString("utf8")));
    if (type === "refund.done" && refund) {
      return {
        kind: "refunded",
        externalId: payment.id,
        paymentId: payment.reference,
        refundExternalId: refund.id,
        refundId: refund.reference ?? undefined,
        received: { decimal: refund.value, currency: refund.currency },
      };
    }
    const [event] = type === "payment.pending" ? [] : eventsOf(payment);
    return event ?? { kind: "ignored", reason: type };
  },

  async create(_ctx, settings, { payment, order, returnUrl, saveMethod }) {
    const answer = await ask(settings, "/v1/payments", {
      idempotencyKey: payment.id,
      body: {
        value: toDecimal(payment.money),
        currency: payment.money.currency,
        reference: payment.id,
        description: `${order.title} · ${order.number}`,
        return_url: returnUrl,
        save_method: saveMethod ?? false,
      },
    });
    if (answer.kind === "unreachable") return { kind: "unknown", reason: answer.reason };
    if (answer.kind === "refused") return answer;
    const parsed = remotePayment.safeParse(answer.body);
    if (!parsed.success) return { kind: "unknown", reason: "the answer could not be read" };
    return { kind: "created", externalId: parsed.data.id, payUrl: parsed.data.pay_url };
  },

  async poll(_ctx, settings, payment) {
    const answer = await ask(
      settings,
      payment.externalId
        ? `/v1/payments/${encodeURIComponent(payment.externalId)}`
        : `/v1/payments/by-reference/${encodeURIComponent(payment.id)}`,
    );
    if (answer.kind === "unreachable") return answer;
    if (answer.kind === "refused") {
      return answer.status === 404
        ? { kind: "absent" }
        : { kind: "unreachable", reason: answer.reason };
    }
    const parsed = remotePayment.safeParse(answer.body);
    if (!parsed.success) return { kind: "unreachable", reason: "the answer could not be read" };
    const events = eventsOf(parsed.data);
    return events.length > 0
      ? { kind: "events", events }
      : { kind: "open", externalId: parsed.data.id, payUrl: parsed.data.pay_url };
  },

  refund: {
    partial: true,
    async run(_ctx, settings, { payment, refundId, money }) {
      const answer = await ask(settings, "/v1/refunds", {
        idempotencyKey: refundId,
        body: {
          payment_id: payment.externalId,
          value: toDecimal(money),
          currency: money.currency,
          reference: refundId,
        },
      });
      if (answer.kind === "unreachable") return { kind: "unknown", reason: answer.reason };
      if (answer.kind === "refused") return answer;
      const parsed = z.object({ id: z.string() }).safeParse(answer.body);
      return parsed.success
        ? { kind: "done", externalId: parsed.data.id }
        : { kind: "unknown", reason: "the answer could not be read" };
    },
  },

  async charge(_ctx, settings, { payment, order, token }) {
    const answer = await ask(settings, "/v1/charges", {
      idempotencyKey: payment.id,
      body: {
        token,
        value: toDecimal(payment.money),
        currency: payment.money.currency,
        reference: payment.id,
        description: `${order.title} · ${order.number}`,
      },
    });
    if (answer.kind === "unreachable") return { kind: "unknown", reason: answer.reason };
    if (answer.kind === "refused") return { kind: "declined", reason: answer.reason };
    const parsed = remotePayment.safeParse(answer.body);
    if (!parsed.success) return { kind: "unknown", reason: "the answer could not be read" };
    const externalId = parsed.data.id;
    const events = eventsOf(parsed.data);
    return events.length > 0
      ? { kind: "events", externalId, events }
      : { kind: "pending", externalId };
  },

  async test(_ctx, settings) {
    const answer = await ask(settings, "/v1/ping");
    return answer.kind === "ok"
      ? { ok: true, message: "The demo gateway answers" }
      : { ok: false, message: answer.reason };
  },
});
