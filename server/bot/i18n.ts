import { createTranslator } from "next-intl";
import type { Locale } from "@/db/enums";
import en from "@/server/i18n/messages/en/bot.json";
import ru from "@/server/i18n/messages/ru/bot.json";
import type { BotContext, Translate } from "./context";

type Dictionary = { [key: string]: string | Dictionary };
const messages: Record<Locale, Dictionary> = { en, ru };

/** The texts are Telegram's HTML; its tags would otherwise be taken for placeholders. */
const TAGS = Object.fromEntries(
  ["b", "i", "code", "pre"].map((tag) => [tag, (inner: string) => `<${tag}>${inner}</${tag}>`]),
);

export function translator(locale: Locale): Translate {
  const t: ReturnType<typeof createTranslator> = createTranslator({
    locale,
    messages: messages[locale],
  });
  const translate = (key: string, values: Record<string, string | number | Date> = {}) =>
    t.markup(key, { ...TAGS, ...values });
  return Object.assign(translate, { has: (key: string) => t.has(key) });
}

export function withTranslator(ctx: BotContext): void {
  ctx.t = translator(ctx.customer.locale);
}
