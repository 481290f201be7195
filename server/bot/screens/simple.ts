import { LOCALES } from "@/db/enums";
import type { BotContext } from "../context";
import { button, escapeHtml, linkButton, type Screen } from "./screen";

const toMenu = (ctx: BotContext) => [button(ctx.t("common.menu"), "menu")];

const LANGUAGE_NAMES = { en: "English", ru: "Русский" } as const;

export const languageScreen = (ctx: BotContext): Screen => ({
  html: ctx.t("language.choose"),
  keyboard: [
    LOCALES.map((locale) => button(LANGUAGE_NAMES[locale], `lang:${locale}`)),
    toMenu(ctx),
  ],
});

export const promoScreen = (ctx: BotContext): Screen => ({
  html: ctx.t("promo.ask"),
  keyboard: [toMenu(ctx)],
});

export function termsScreen(ctx: BotContext): Screen {
  const { termsUrl } = ctx.links;
  return {
    html: ctx.t(termsUrl ? "terms.text" : "terms.plain"),
    keyboard: [...(termsUrl ? [[linkButton(ctx.t("terms.read"), termsUrl)]] : []), toMenu(ctx)],
  };
}

export function paySupportScreen(ctx: BotContext): Screen {
  const { supportContact } = ctx.links;
  return {
    html: supportContact
      ? ctx.t("support.text", { contact: escapeHtml(supportContact) })
      : ctx.t("support.plain"),
    keyboard: [toMenu(ctx)],
  };
}
