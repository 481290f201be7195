import { createTranslator } from "next-intl";
import type { Locale } from "@/db/enums";
import en from "@/server/i18n/messages/en/bot.json";
import ru from "@/server/i18n/messages/ru/bot.json";
import type { BotContext, Translate } from "./context";

type Dictionary = { [key: string]: string | Dictionary };
const messages: Record<Locale, Dictionary> = { en, ru };

export const translator = (locale: Locale): Translate =>
  createTranslator({ locale, messages: messages[locale] });

export function withTranslator(ctx: BotContext): void {
  ctx.t = translator(ctx.customer.locale);
}
