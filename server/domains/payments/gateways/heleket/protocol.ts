import { createHash } from "node:crypto";
import { z } from "zod";
import { type Answer, askJson } from "@/server/core/ask-json";
import { safeEqual } from "@/server/core/crypto";
import { env } from "@/server/core/env";
import { toDecimal } from "@/server/rules/money";
import {
  type CreateInput,
  type CreateOutcome,
  defineGateway,
  type Gateway,
  type GatewayEvent,
  type PollOutcome,
  type RefundOutcome,
} from "../contract";
import { eventOf, type HeleketInvoice, heleketInvoice, refundIdOf, statusOf } from "./invoice";
import { phpJson, takeSign } from "./php-json";
import { heleketLikeSettings } from "./settings";

type Settings = { merchantId: string; apiKey: string; senderAddresses: string; baseUrl: string };

const LIFETIME = { min: 300, max: 43_200 };

/** md5(base64(text) + key): theirs, not ours to choose. */
const signOf = (text: string, key: string): string =>
  createHash("md5")
    .update(`${Buffer.from(text, "utf8").toString("base64")}${key}`)
    .digest("hex");

function ask(
  settings: Settings,
  path: string,
  body: Record<string, string | boolean | number> = {},
): Promise<Answer> {
  const post = Object.keys(body).length > 0 ? phpJson(body) : "";
  return askJson(`${settings.baseUrl.replace(/\/+$/, "")}/v1/${path}`, {
    headers: { merchant: settings.merchantId, sign: signOf(post, settings.apiKey) },
    post,
  });
}

const answered = z.object({ state: z.literal(0), result: heleketInvoice });
const unreadable = "the answer could not be read";

type Looked =
  | { kind: "found"; invoice: HeleketInvoice }
  | { kind: "absent" }
  | { kind: "unreachable"; reason: string };

/** By the provider's id, else by ours, which is the invoice's order id. */
async function look(
  settings: Settings,
  { id, externalId }: { id: string; externalId: string | null },
): Promise<Looked> {
  const answer = await ask(
    settings,
    "payment/info",
    externalId ? { uuid: externalId } : { order_id: id },
  );
  if (answer.kind === "unreachable") return answer;
  const parsed = answered.safeParse(answer.body);
  if (answer.kind === "ok" && parsed.success) return { kind: "found", invoice: parsed.data.result };
  const told = z.object({ message: z.string() }).safeParse(answer.body);
  const missing =
    (answer.kind === "refused" && answer.status === 404) ||
    (told.success && /not found/i.test(told.data.message));
  if (missing) return { kind: "absent" };
  return { kind: "unreachable", reason: answer.kind === "refused" ? answer.reason : unreadable };
}

/** The same order id finds the same invoice: asked twice, made once. */
async function make(
  id: string,
  settings: Settings,
  { payment, returnUrl }: CreateInput,
): Promise<CreateOutcome> {
  const lifetime = Math.ceil((payment.expiresAt.getTime() - payment.createdAt.getTime()) / 1000);
  const own = env().APP_URL;
  const answer = await ask(settings, "payment", {
    amount: toDecimal(payment.money),
    currency: payment.money.currency,
    order_id: payment.id,
    lifetime: Math.min(Math.max(lifetime, LIFETIME.min), LIFETIME.max),
    // One payment is one transfer: the rest of a short one would arrive under no invoice of ours.
    is_payment_multiple: false,
    ...(own && { url_callback: `${own}/api/webhooks/payments/${id}` }),
    ...(/^https?:/.test(returnUrl) && { url_return: returnUrl, url_success: returnUrl }),
  });
  if (answer.kind === "unreachable") return { kind: "unknown", reason: answer.reason };
  if (answer.kind === "refused") return { kind: "refused", reason: answer.reason };
  const parsed = answered.safeParse(answer.body);
  const payUrl = parsed.data?.result.url;
  return parsed.success && payUrl
    ? { kind: "created", externalId: parsed.data.result.uuid, payUrl }
    : { kind: "unknown", reason: unreadable };
}

async function poll(
  settings: Settings,
  payment: { id: string; externalId: string | null },
): Promise<PollOutcome> {
  const looked = await look(settings, payment);
  if (looked.kind !== "found") return looked;
  const { invoice } = looked;
  const event = eventOf(invoice);
  return event.kind === "ignored"
    ? { kind: "open", externalId: invoice.uuid, payUrl: invoice.url ?? undefined }
    : { kind: "events", events: [event] };
}

/** A payment is refunded once and whole, to the address that it came from; the state says how far that is. */
async function refund(
  settings: Settings,
  payment: { id: string; externalId: string | null; data: Record<string, unknown> },
): Promise<RefundOutcome> {
  const before = await refundState(settings, payment);
  if (before) return before;
  const { from } = payment.data;
  if (typeof from !== "string")
    return { kind: "refused", reason: "the payer's address is not known" };
  const answer = await ask(settings, "payment/refund", {
    ...(payment.externalId ? { uuid: payment.externalId } : { order_id: payment.id }),
    address: from,
    // The network's fee is ours: the customer gets back what was paid.
    is_subtract: true,
  });
  if (answer.kind === "unreachable") return { kind: "unknown", reason: answer.reason };
  if (answer.kind === "refused") return { kind: "refused", reason: answer.reason };
  const after = await refundState(settings, payment);
  return after ?? { kind: "unknown", reason: "the refund is under way" };
}

async function refundState(
  settings: Settings,
  payment: { id: string; externalId: string | null },
): Promise<RefundOutcome | null> {
  const looked = await look(settings, payment);
  if (looked.kind === "unreachable") return { kind: "unknown", reason: looked.reason };
  if (looked.kind === "absent") return { kind: "refused", reason: "there is no such payment" };
  const { invoice } = looked;
  const status = statusOf(invoice);
  if (status === "refund_paid") return { kind: "done", externalId: refundIdOf(invoice.uuid) };
  if (status === "refund_process") return { kind: "unknown", reason: "the refund is under way" };
  return status === "refund_fail" ? { kind: "refused", reason: "the refund failed" } : null;
}

type Provider = { id: string; label: Gateway["label"]; baseUrl: string; address: string };

/** A gateway that speaks Heleket's protocol, which is Cryptomus's too. */
export const heleketLike = (provider: Provider) =>
  defineGateway({
    id: provider.id,
    label: provider.label,
    currencies: ["USD", "EUR", "RUB", "USDT"],
    // Below these the network's fee eats the payment.
    minimums: { USD: 100n, EUR: 100n, RUB: 10_000n, USDT: 100n },
    settings: heleketLikeSettings(provider),
    webhook: "signed",
    isReady: async (_ctx, { enabled, merchantId, apiKey }) =>
      enabled && merchantId !== "" && apiKey !== "",

    verify({ apiKey, senderAddresses }, { rawBody, address }) {
      const senders = senderAddresses.split(",").flatMap((sender) => sender.trim() || []);
      if (!apiKey || (senders.length > 0 && !senders.includes(address ?? ""))) return false;
      const unsigned = takeSign(rawBody.toString("utf8"));
      const { sign } = unsigned ?? {};
      if (!unsigned || !sign) return false;
      const texts = [unsigned.exact, unsigned.canonical];
      // No early end: which of the texts fits is nobody's business.
      return texts.filter((text) => safeEqual(sign, signOf(text, apiKey))).length > 0;
    },

    async translate(_ctx, _settings, body): Promise<GatewayEvent> {
      const told: unknown = JSON.parse(body.toString("utf8"));
      const { type } = z.object({ type: z.string().default("payment") }).parse(told);
      if (type !== "payment") return { kind: "ignored", reason: type };
      return eventOf(heleketInvoice.parse(told));
    },

    create: (_ctx, settings, input) => make(provider.id, settings, input),
    poll: (_ctx, settings, payment) => poll(settings, payment),
    refund: {
      partial: false,
      run: (_ctx, settings, { payment }) => refund(settings, payment),
    },

    async test(_ctx, settings) {
      if (!settings.merchantId || !settings.apiKey) {
        return { ok: false, message: "Set the merchant id and the payment key first." };
      }
      const answer = await ask(settings, "balance");
      return answer.kind === "ok"
        ? { ok: true, message: `${provider.label.en} answers` }
        : { ok: false, message: answer.reason };
    },
  });
