import { createHash } from "node:crypto";
import { z } from "zod";
import { hmacSha256Hex, safeEqual } from "@/server/core/crypto";
import {
  type CryptoPayInvoice,
  type CryptoPayOutcome,
  createCryptoPay,
  cryptoPayInvoice,
} from "@/server/integrations/crypto-pay";
import { toDecimal } from "@/server/rules/money";
import {
  type CreateInput,
  type CreateOutcome,
  defineGateway,
  type GatewayEvent,
  type GatewayPayment,
  type PollOutcome,
} from "../contract";
import { singleFlight } from "../single-flight";
import { cryptoPaySettings } from "./settings";

type Settings = { token: string; baseUrl: string };

const update = z.object({ update_type: z.string(), payload: z.unknown() });

/** The most that is listed at once, and how many lists are read for one payment. */
const PAGE = 1000;
const PAGES = 5;
/** Their clock and ours may differ by this much. */
const SKEW_MS = 3_600_000;
const MIN_SECONDS = 60;
const MAX_SECONDS = 2_678_400;

const payUrlOf = (invoice: CryptoPayInvoice): string =>
  invoice.bot_invoice_url || invoice.mini_app_invoice_url || invoice.pay_url || "";

function paidEvent(invoice: CryptoPayInvoice): GatewayEvent {
  const currency = invoice.currency_type === "fiat" ? invoice.fiat : invoice.asset;
  return {
    kind: "paid",
    externalId: String(invoice.invoice_id),
    paymentId: invoice.payload ?? undefined,
    received: { decimal: invoice.amount, currency: currency ?? "" },
  };
}

/**
 * The invoice that carries our payment's id. Crypto Pay cannot be asked for it, so recent invoices are read
 * until they are older than the payment; a list without an end in sight proves nothing.
 */
async function findInvoice(
  settings: Settings,
  { id, createdAt }: GatewayPayment,
): Promise<CryptoPayOutcome<CryptoPayInvoice | null>> {
  const oldest = createdAt.getTime() - SKEW_MS;
  for (let page = 0; page < PAGES; page += 1) {
    const listed = await createCryptoPay(settings).getInvoices({
      offset: page * PAGE,
      count: PAGE,
    });
    if (listed.kind !== "ok") return listed;
    const { items } = listed.value;
    // A paid one counts before one that merely exists.
    const ours = items.filter(({ payload }) => payload === id);
    const found = ours.find(({ status }) => status === "paid") ?? ours[0];
    if (found) return { kind: "ok", value: found };
    const young = items.some(({ created_at }) => !(Date.parse(created_at ?? "") < oldest));
    if (items.length < PAGE || !young) return { kind: "ok", value: null };
  }
  return { kind: "unreachable", reason: "too many recent invoices to look through" };
}

async function makeInvoice(settings: Settings, input: CreateInput): Promise<CreateOutcome> {
  const { payment, order, returnUrl } = input;
  const known = await findInvoice(settings, payment);
  if (known.kind === "unreachable") return { kind: "unknown", reason: known.reason };
  if (known.kind === "refused") return known;
  const { currency } = payment.money;
  const seconds = Math.ceil((payment.expiresAt.getTime() - payment.createdAt.getTime()) / 1000);
  const outcome = known.value
    ? { kind: "ok" as const, value: known.value }
    : await createCryptoPay(settings).createInvoice({
        ...(currency === "USDT"
          ? { currency_type: "crypto", asset: currency }
          : { currency_type: "fiat", fiat: currency }),
        amount: toDecimal(payment.money),
        payload: payment.id,
        description: `${order.title} · ${order.number}`.slice(0, 1024),
        expires_in: Math.min(Math.max(seconds, MIN_SECONDS), MAX_SECONDS),
        ...(returnUrl.startsWith("https://") && {
          paid_btn_name: "callback",
          paid_btn_url: returnUrl,
        }),
      });
  if (outcome.kind === "unreachable") return { kind: "unknown", reason: outcome.reason };
  if (outcome.kind === "refused") return outcome;
  const payUrl = payUrlOf(outcome.value);
  return payUrl
    ? { kind: "created", externalId: String(outcome.value.invoice_id), payUrl }
    : { kind: "unknown", reason: "the answer could not be read" };
}

async function pollInvoice(settings: Settings, payment: GatewayPayment): Promise<PollOutcome> {
  const found = payment.externalId
    ? await invoiceById(settings, payment.externalId)
    : await findInvoice(settings, payment);
  if (found.kind !== "ok") return { kind: "unreachable", reason: found.reason };
  const invoice = found.value;
  if (!invoice) return { kind: "absent" };
  const externalId = String(invoice.invoice_id);
  if (invoice.status === "paid") return { kind: "events", events: [paidEvent(invoice)] };
  if (invoice.status === "expired") {
    return { kind: "events", events: [{ kind: "failed", externalId, reason: "expired" }] };
  }
  return { kind: "open", externalId, payUrl: payUrlOf(invoice) || undefined };
}

async function invoiceById(
  settings: Settings,
  id: string,
): Promise<CryptoPayOutcome<CryptoPayInvoice | null>> {
  const listed = await createCryptoPay(settings).getInvoices({ invoice_ids: id });
  if (listed.kind !== "ok") return listed;
  const found = listed.value.items.find(({ invoice_id }) => String(invoice_id) === id);
  return { kind: "ok", value: found ?? null };
}

/** Crypto Pay of @CryptoBot. The invoice's payload is our payment id; it takes no idempotency key. */
export const cryptoPayGateway = defineGateway({
  id: "crypto_pay",
  label: { en: "Crypto (CryptoBot)", ru: "Криптовалюта (CryptoBot)" },
  currencies: ["RUB", "USD", "EUR", "USDT"],
  // Below these the smallest coin that can be sent is worth more than the invoice.
  minimums: { RUB: 100n, USD: 2n, EUR: 2n, USDT: 2n },
  settings: cryptoPaySettings,
  webhook: "signed",
  isReady: async (_ctx, { enabled, token }) => enabled && token !== "",

  /** `crypto-pay-api-signature`: hex HMAC-SHA256 of the raw body under the SHA-256 of the token. */
  verify({ token }, { rawBody, headers }) {
    if (!token) return false;
    const key = createHash("sha256").update(token).digest();
    return safeEqual(headers.get("crypto-pay-api-signature") ?? "", hmacSha256Hex(key, rawBody));
  },

  async translate(_ctx, _settings, body): Promise<GatewayEvent> {
    const { update_type, payload } = update.parse(JSON.parse(body.toString("utf8")));
    if (update_type !== "invoice_paid") return { kind: "ignored", reason: update_type };
    const invoice = cryptoPayInvoice.parse(payload);
    return invoice.status === "paid"
      ? paidEvent(invoice)
      : { kind: "ignored", reason: `invoice_${invoice.status}` };
  },

  create(_ctx, settings, input) {
    // What stands before the colon is the app's number, and no secret.
    const [app] = settings.token.split(":");
    return singleFlight(`crypto_pay:${app}:${input.payment.id}`, () =>
      makeInvoice(settings, input),
    );
  },
  poll: (_ctx, settings, payment) => pollInvoice(settings, payment),

  async test(_ctx, settings) {
    if (!settings.token) return { ok: false, message: "Set the API token first." };
    const me = await createCryptoPay(settings).getMe();
    return me.kind === "ok"
      ? { ok: true, message: `The app ${me.value.name} can take payments` }
      : { ok: false, message: me.reason };
  },
});
