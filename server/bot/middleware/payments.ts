import { Composer } from "telegraf";
import { preCheckout, recordTrustedEvent } from "@/server/domains/payments";
import type { BotContext } from "../context";
import { translator } from "../i18n";

/**
 * Telegram Stars: the pre-checkout query must be answered within ten seconds, straight from the webhook;
 * the payment itself only enters the inbox here, as every gateway's does.
 */
export const starsPayments = new Composer<BotContext>();

starsPayments.on("pre_checkout_query", async (ctx) => {
  const query = ctx.preCheckoutQuery;
  const verdict = await preCheckout(ctx.app, {
    payload: query.invoice_payload,
    currency: query.currency,
    amount: BigInt(query.total_amount),
    telegramId: BigInt(query.from.id),
  });
  if (verdict.ok) {
    await ctx.answerPreCheckoutQuery(true);
    return;
  }
  const t = translator(query.from.language_code?.startsWith("ru") ? "ru" : "en");
  await ctx.answerPreCheckoutQuery(false, t(`preCheckout.${verdict.reason}`));
});

starsPayments.on("successful_payment", async (ctx) => {
  await recordTrustedEvent(ctx.app, {
    gateway: "stars",
    body: {
      kind: "successful_payment",
      telegramId: ctx.from.id,
      payment: ctx.message.successful_payment,
    },
  });
});
