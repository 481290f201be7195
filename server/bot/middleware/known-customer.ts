import type { MiddlewareFn } from "telegraf";
import { linkTelegram, upsertTelegramCustomer } from "@/server/domains/customers";
import type { BotContext } from "../context";
import { withTranslator } from "../i18n";
import { button, show } from "../screens/screen";

/** Makes the sender known, follows their profile, and stops at suspended people. Bots and groups are ignored. */
export const knownCustomer: MiddlewareFn<BotContext> = async (ctx, next) => {
  const from = ctx.from;
  if (!from || from.is_bot || (ctx.chat && ctx.chat.type !== "private")) return;
  const text = ctx.message && "text" in ctx.message ? ctx.message.text : "";
  const startPayload = /^\/start (\S+)$/.exec(text)?.[1] ?? null;
  const telegramId = BigInt(from.id);
  // Before the account would become a customer of its own.
  ctx.linkOutcome = await linkTelegram(ctx.app, { telegramId, payload: startPayload });
  const { customer, created } = await upsertTelegramCustomer(ctx.app, {
    telegramId,
    username: from.username ?? null,
    firstName: from.first_name,
    lastName: from.last_name ?? "",
    languageCode: from.language_code ?? null,
    startPayload: ctx.linkOutcome ? null : startPayload,
  });
  ctx.customer = customer;
  ctx.isNewcomer = created;
  ctx.app = { ...ctx.app, actor: { type: "customer", id: customer.id } };
  withTranslator(ctx);
  if (customer.suspendedAt) {
    await show(ctx, {
      html: ctx.t("errors.suspended"),
      keyboard: [[button(ctx.t("order.support"), "paysupport")]],
    });
    return;
  }
  await next();
};
