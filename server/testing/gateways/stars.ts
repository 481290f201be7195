import { randomInt, randomUUID } from "node:crypto";
import { z } from "zod";
import { provideEnv } from "@/server/core/env";
import type { SentWebhook, StartDouble } from "./contract";
import { startHttpDouble } from "./http-double";

const invoice = z.object({
  title: z.string().min(1).max(32),
  description: z.string().min(1).max(255),
  payload: z.string().min(1).max(128),
  provider_token: z.literal(""),
  currency: z.literal("XTR"),
  prices: z.array(z.object({ label: z.string(), amount: z.number().int().positive() })).length(1),
});
const page = z.object({ offset: z.number().default(0), limit: z.number().max(100).default(100) });

type Charge = { id: string; payload: string; amount: number; currency: string };

/**
 * Telegram's Bot API as far as Stars need it. A payment has no id before it is paid: tests name it by its
 * payload. What it "sends" is what the bot hands over of its verified webhook.
 */
export const startStars: StartDouble = async () => {
  const token = `${randomInt(1e6, 1e9)}:double`;
  const links = new Map<string, number>();
  const charges: Charge[] = [];
  const sent: SentWebhook[] = [];
  const payer = 4_200_001;
  const result = (value: unknown) => ({ body: { ok: true, result: value } });

  const http = await startHttpDouble({
    refusal: { status: 400, body: { ok: false, error_code: 400, description: "Bad Request" } },
    isCreation: ({ path }) => path.endsWith("/createInvoiceLink"),
    handle: ({ path, text }) => {
      const params: unknown = text ? JSON.parse(text) : {};
      if (path.endsWith("/createInvoiceLink")) {
        const { payload, prices } = invoice.parse(params);
        links.set(payload, prices[0]?.amount ?? 0);
        return result(`https://t.me/$${payload}`);
      }
      if (path.endsWith("/getStarTransactions")) {
        const { offset, limit } = page.parse(params);
        const transactions = charges.map(({ id, payload, amount }) => ({
          id,
          amount,
          date: 0,
          source: { type: "user", invoice_payload: payload, user: { id: payer } },
        }));
        return result({ transactions: transactions.slice(offset, offset + limit) });
      }
      if (path.endsWith("/refundStarPayment")) {
        const { telegram_payment_charge_id: id } = z
          .object({ telegram_payment_charge_id: z.string() })
          .parse(params);
        const charge = charges.find((one) => one.id === id);
        if (!charge) throw new SyntaxError("no such charge");
        tell("refunded_payment", charge);
        return result(true);
      }
      return result({ id: 1, username: "double_bot", first_name: "Double" });
    },
  });
  provideEnv({ TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: http.baseUrl });

  function tell(kind: "successful_payment" | "refunded_payment", charge: Charge): void {
    const { id, payload, amount, currency } = charge;
    const payment = {
      currency,
      total_amount: amount,
      invoice_payload: payload,
      telegram_payment_charge_id: id,
    };
    const rawBody = Buffer.from(JSON.stringify({ kind, telegramId: payer, payment }));
    sent.push({ rawBody, headers: new Headers(), address: null });
  }

  return {
    baseUrl: http.baseUrl,
    settings: { enabled: true },
    async pay(payload, received) {
      const charge = {
        id: `charge_${randomUUID()}`,
        payload,
        amount: Number(received?.decimal ?? links.get(payload)),
        currency: received?.currency ?? "XTR",
      };
      charges.push(charge);
      tell("successful_payment", charge);
    },
    async fail() {
      throw new Error("Stars are paid or not paid; they do not fail");
    },
    async refund(externalId) {
      const charge = charges.find(({ id }) => id === externalId);
      if (!charge) throw new Error(`The double has no charge ${externalId}`);
      tell("refunded_payment", charge);
    },
    takeWebhooks: () => sent.splice(0),
    setMood: http.setMood,
    created: () => links.size,
    stop: http.stop,
  };
};
