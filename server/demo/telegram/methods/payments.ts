import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Params } from "../body";
import { nowSeconds, type Telegram } from "../context";
import { bad } from "../errors";
import { id, optionalFlag, read } from "../limits";
import { chatOf, type Invoice, type StarPayment, type SuccessfulPayment, userOf } from "../types";
import { putMessage } from "./messages";

type Method = (telegram: Telegram, params: Params) => Promise<unknown>;

const price = z.object({ label: z.string().min(1), amount: z.coerce.number().int() });
const invoiceParams = z.object({
  title: z.string().default(""),
  description: z.string().default(""),
  payload: z.string().default(""),
  provider_token: z.string().default(""),
  currency: z.string().default(""),
  prices: z.array(price).default([]),
  subscription_period: z.coerce.number().int().optional(),
});

/** The only period there is: 30 days in seconds. */
const PERIOD = 2_592_000;

/** Only Stars: this Telegram has no payment providers. */
function readInvoice(params: Params): Omit<Invoice, "slug"> {
  const given = read(invoiceParams, params);
  const between = (text: string, max: number) => text.length >= 1 && text.length <= max;
  if (!between(given.title, 32)) throw bad("INVOICE_TITLE_INVALID");
  if (!between(given.description, 255)) throw bad("INVOICE_DESCRIPTION_INVALID");
  const payloadBytes = Buffer.byteLength(given.payload);
  if (payloadBytes < 1 || payloadBytes > 128) throw bad("INVOICE_PAYLOAD_INVALID");
  if (given.currency !== "XTR") {
    throw bad(given.provider_token ? "PAYMENT_PROVIDER_INVALID" : "CURRENCY_INVALID");
  }
  if (given.provider_token) throw bad("PAYMENT_PROVIDER_INVALID");
  const [only, ...others] = given.prices;
  if (!only || others.length > 0) throw bad("STARS_INVOICE_INVALID");
  if (only.amount < 1 || only.amount > 25_000) throw bad("STARS_AMOUNT_INVALID");
  const { title, description, payload, currency, subscription_period: period } = given;
  if (period !== undefined && period !== PERIOD) throw bad("SUBSCRIPTION_PERIOD_INVALID");
  if (period && only.amount > 10_000) throw bad("STARS_AMOUNT_INVALID");
  return { title, description, payload, currency, amount: only.amount, period };
}

const transactionUser = async (telegram: Telegram, { personId, payload }: StarPayment) => {
  const person = await telegram.store.person(personId);
  return {
    type: "user",
    transaction_type: "invoice_payment",
    user: person ? userOf(person) : { id: personId, is_bot: false, first_name: "" },
    invoice_payload: payload,
  };
};

/** In the order of time; a refund is a transaction of its own with the id of the payment. */
async function transactions(telegram: Telegram) {
  const all = [];
  for (const payment of await telegram.store.payments()) {
    const partner = await transactionUser(telegram, payment);
    const { chargeId, amount } = payment;
    all.push({ id: chargeId, amount, date: payment.date, source: partner });
    if (payment.refundedAt) {
      all.push({ id: chargeId, amount, date: payment.refundedAt, receiver: partner });
    }
  }
  return all.sort((a, b) => a.date - b.date);
}

const answerParams = z.object({
  pre_checkout_query_id: z.string(),
  ok: optionalFlag,
  error_message: z.string().optional(),
});
const refundParams = z.object({ user_id: id, telegram_payment_charge_id: z.string() });
const editParams = refundParams.extend({ is_canceled: optionalFlag });
const pageParams = z.object({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(100),
});

export const paymentMethods: Record<string, Method> = {
  async createInvoiceLink(telegram, params) {
    const { slug } = await telegram.store.addInvoice(readInvoice(params));
    return `https://t.me/$${slug}`;
  },

  async sendInvoice(telegram, params) {
    const invoice = readInvoice(params);
    const { title, description, currency, amount } = invoice;
    const message = await putMessage(
      telegram,
      {
        ...params,
        reply_markup: params.reply_markup ?? {
          inline_keyboard: [[{ text: `Pay ⭐️${amount}`, pay: true }]],
        },
      },
      { invoice: { title, description, start_parameter: "", currency, total_amount: amount } },
    );
    const place = { chatId: message.chat.id, messageId: message.message_id };
    await telegram.store.addInvoice({ ...invoice, ...place });
    return message;
  },

  async answerPreCheckoutQuery(telegram, params) {
    const { pre_checkout_query_id: query, ok, error_message } = read(answerParams, params);
    if (ok === false && !error_message) throw bad("error_message must be non-empty");
    const waiting = telegram.checkouts.get(query);
    if (!waiting) {
      throw bad("query is too old and response timeout expired or query ID is invalid");
    }
    waiting({ ok: ok === true, error: error_message ?? null });
    return true;
  },

  async refundStarPayment(telegram, params) {
    const { user_id, telegram_payment_charge_id: charge } = read(refundParams, params);
    const payment = await telegram.store.payment(charge);
    if (!payment || payment.personId !== user_id) throw bad("CHARGE_NOT_FOUND");
    if (payment.refundedAt) throw bad("CHARGE_ALREADY_REFUNDED");
    await telegram.store.savePayment({ ...payment, refundedAt: nowSeconds() });
    const person = await telegram.store.person(user_id);
    if (person) {
      const message = await telegram.store.saveMessage({
        message_id: await telegram.store.nextMessageId(),
        date: nowSeconds(),
        from: userOf(person),
        chat: chatOf(person),
        refunded_payment: successfulPayment(payment),
      });
      await telegram.delivery.send(person.id, { message });
    }
    return true;
  },

  async editUserStarSubscription(telegram, params) {
    const wanted = read(editParams, params);
    const payment = await telegram.store.payment(wanted.telegram_payment_charge_id);
    const { subscription } = payment ?? {};
    if (!payment || payment.personId !== wanted.user_id || !subscription) {
      throw bad("SUBSCRIPTION_NOT_FOUND");
    }
    const cancelled = wanted.is_canceled === true;
    await telegram.store.savePayment({ ...payment, subscription: { ...subscription, cancelled } });
    return true;
  },

  async getStarTransactions(telegram, params) {
    const { offset, limit } = read(pageParams, params);
    return { transactions: (await transactions(telegram)).slice(offset, offset + limit) };
  },

  async getMyStarBalance(telegram) {
    const payments = await telegram.store.payments();
    const kept = payments.filter(({ refundedAt }) => refundedAt === null);
    return { amount: kept.reduce((sum, { amount }) => sum + amount, 0) };
  },
};

export const successfulPayment = ({
  chargeId,
  payload,
  amount,
  subscription,
}: StarPayment): SuccessfulPayment => ({
  currency: "XTR",
  total_amount: amount,
  invoice_payload: payload,
  telegram_payment_charge_id: chargeId,
  provider_payment_charge_id: "",
  ...(subscription && {
    subscription_expiration_date: subscription.until,
    is_recurring: true,
    ...(subscription.first === chargeId && { is_first_recurring: true }),
  }),
});

export const newChargeId = (): string => `stx${randomBytes(18).toString("base64url")}`;
