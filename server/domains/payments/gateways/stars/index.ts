import { z } from "zod";
import type { Ctx } from "@/server/core/context";
import { readSettings } from "@/server/core/settings";
import {
  createTelegramApi,
  type StarTransaction,
  type TelegramApi,
} from "@/server/integrations/telegram/api";
import { telegramSettings } from "@/server/integrations/telegram/settings";
import { defineGateway, type GatewayEvent } from "../contract";
import { starsSettings } from "./settings";

/** What the bot hands over of its verified webhook, stored in the inbox like any gateway's body. */
export const starsEventSchema = z.object({
  kind: z.enum(["successful_payment", "refunded_payment"]),
  telegramId: z.number().int(),
  payment: z.object({
    currency: z.string(),
    total_amount: z.number().int(),
    invoice_payload: z.string(),
    telegram_payment_charge_id: z.string().min(1),
    /** Unix time until which a subscription kept at Telegram is paid. */
    subscription_expiration_date: z.number().int().optional(),
    is_recurring: z.boolean().optional(),
    is_first_recurring: z.boolean().optional(),
  }),
});

async function api(ctx: Ctx): Promise<TelegramApi | null> {
  const { botToken, apiRoot } = await readSettings(ctx, telegramSettings);
  return botToken ? createTelegramApi({ token: botToken, apiRoot }) : null;
}

/** The only period Telegram renews by itself. */
const SUBSCRIPTION_DAYS = 30;
/** The most that Telegram lists at once. */
const PAGE = 100;

/** Telegram counts characters of titles and descriptions; longer ones are refused. */
const cut = (text: string, max: number): string =>
  [...text].length > max ? `${[...text].slice(0, max - 1).join("")}…` : text;

class Unanswered extends Error {}

/** The bot's own list of transactions, oldest first, read as far as the caller wants. Throws {@link Unanswered}. */
async function* transactions(telegram: TelegramApi | null): AsyncGenerator<StarTransaction> {
  if (!telegram) return;
  for (let offset = 0; ; offset += PAGE) {
    const outcome = await telegram.call("getStarTransactions", { offset, limit: PAGE });
    if (outcome.kind !== "ok") throw new Unanswered(outcome.reason);
    yield* outcome.value.transactions;
    if (outcome.value.transactions.length < PAGE) return;
  }
}

/**
 * Telegram Stars. The invoice's payload is our payment id; the charge id is the provider's, known only when
 * paid. The pre-checkout question is answered by the bot's webhook itself.
 */
export const starsGateway = defineGateway({
  id: "stars",
  label: { en: "Telegram Stars", ru: "Telegram Stars" },
  currencies: ["XTR"],
  inTelegramOnly: true,
  settings: starsSettings,
  webhook: "internal",
  isReady: async (ctx, settings) => settings.enabled && (await api(ctx)) !== null,
  verify: () => false,

  async translate(_ctx, _settings, body): Promise<GatewayEvent> {
    const { kind, telegramId, payment } = starsEventSchema.parse(JSON.parse(body.toString("utf8")));
    const chargeId = payment.telegram_payment_charge_id;
    const common = {
      externalId: chargeId,
      paymentId: payment.invoice_payload,
      received: { decimal: String(payment.total_amount), currency: payment.currency },
    };
    const until = payment.subscription_expiration_date;
    return kind === "successful_payment"
      ? {
          kind: "paid",
          ...common,
          data: {
            chargeId,
            telegramId,
            ...(until && { renewsUntil: new Date(until * 1000).toISOString() }),
          },
          recurring: payment.is_recurring === true && payment.is_first_recurring !== true,
        }
      : { kind: "refunded", ...common, refundExternalId: chargeId };
  },

  async create(ctx, _settings, { payment, order, saveMethod }) {
    const telegram = await api(ctx);
    if (!telegram) return { kind: "refused", reason: "no bot is configured" };
    const outcome = await telegram.call("createInvoiceLink", {
      title: cut(order.title, 32),
      description: cut(order.description || order.title, 255),
      payload: payment.id,
      provider_token: "",
      currency: "XTR",
      prices: [{ label: cut(order.title, 32), amount: Number(payment.money.amount) }],
      ...(saveMethod && { subscription_period: SUBSCRIPTION_DAYS * 86_400 }),
    });
    if (outcome.kind === "ok") return { kind: "created", externalId: null, payUrl: outcome.value };
    return outcome.kind === "rejected" || outcome.kind === "blocked"
      ? { kind: "refused", reason: outcome.reason }
      : { kind: "unknown", reason: outcome.reason };
  },

  /** Looks through the bot's transactions for a payment whose update was lost. */
  async poll(ctx, _settings, payment) {
    const telegram = await api(ctx);
    if (!telegram) return { kind: "unreachable", reason: "no bot is configured" };
    let paid: StarTransaction | undefined;
    try {
      for await (const transaction of transactions(telegram)) {
        if (transaction.source?.invoice_payload !== payment.id) continue;
        paid = transaction;
        break;
      }
    } catch (error) {
      if (error instanceof Unanswered) return { kind: "unreachable", reason: error.message };
      throw error;
    }
    // Until it is paid Telegram knows of no payment, so a link that was never answered may be made again.
    if (!paid) return { kind: "absent" };
    return {
      kind: "events",
      events: [
        {
          kind: "paid",
          externalId: paid.id,
          paymentId: payment.id,
          received: { decimal: String(paid.amount), currency: "XTR" },
          data: { chargeId: paid.id, telegramId: paid.source?.user?.id },
        },
      ],
    };
  },

  refund: {
    partial: false,
    async run(ctx, _settings, { payment }) {
      const telegram = await api(ctx);
      const { chargeId, telegramId } = payment.data;
      if (!telegram || typeof chargeId !== "string" || typeof telegramId !== "number") {
        return { kind: "refused", reason: "the charge of this payment is not known" };
      }
      const outcome = await telegram.call("refundStarPayment", {
        user_id: telegramId,
        telegram_payment_charge_id: chargeId,
      });
      if (outcome.kind === "ok" || /ALREADY_REFUNDED/.test(outcome.reason)) {
        return { kind: "done", externalId: chargeId };
      }
      return outcome.kind === "rejected" || outcome.kind === "blocked"
        ? { kind: "refused", reason: outcome.reason }
        : { kind: "unknown", reason: outcome.reason };
    },
  },

  subscription: {
    days: SUBSCRIPTION_DAYS,
    most: 10_000n,
    async set(ctx, _settings, { payment, on }) {
      const telegram = await api(ctx);
      const { chargeId, telegramId } = payment.data;
      if (!telegram || typeof chargeId !== "string" || typeof telegramId !== "number") {
        return { kind: "refused", reason: "the charge of this payment is not known" };
      }
      const outcome = await telegram.call("editUserStarSubscription", {
        user_id: telegramId,
        telegram_payment_charge_id: chargeId,
        is_canceled: !on,
      });
      if (outcome.kind === "ok") return { kind: "done" };
      return outcome.kind === "rejected" || outcome.kind === "blocked"
        ? { kind: "refused", reason: outcome.reason }
        : { kind: "unknown", reason: outcome.reason };
    },
    async *charges(ctx) {
      for await (const { id, amount, date, source } of transactions(await api(ctx))) {
        const payload = source?.invoice_payload;
        if (!payload || !source.user) continue;
        const body: z.input<typeof starsEventSchema> = {
          kind: "successful_payment",
          telegramId: source.user.id,
          payment: {
            currency: "XTR",
            total_amount: amount,
            invoice_payload: payload,
            telegram_payment_charge_id: id,
            subscription_expiration_date: date + SUBSCRIPTION_DAYS * 86_400,
            is_recurring: true,
          },
        };
        yield { externalId: id, paymentId: payload, body };
      }
    },
  },

  async test(ctx) {
    const telegram = await api(ctx);
    if (!telegram) return { ok: false, message: "Set the bot's token first." };
    const me = await telegram.call("getMe", {});
    return me.kind === "ok"
      ? { ok: true, message: `@${me.value.username} can take Stars` }
      : { ok: false, message: me.reason };
  },
});
