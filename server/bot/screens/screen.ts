import { TelegramError } from "telegraf";
import type { InlineKeyboardButton } from "telegraf/types";
import type { BotContext } from "../context";

export type Screen = { html: string; keyboard?: InlineKeyboardButton[][] };

/**
 * Shows a screen: in place when a button was pressed, as a new message otherwise. An unchanged or vanished
 * message is not an error.
 */
export async function show(ctx: BotContext, screen: Screen): Promise<void> {
  const extra = {
    parse_mode: "HTML" as const,
    link_preview_options: { is_disabled: true },
    reply_markup: { inline_keyboard: screen.keyboard ?? [] },
  };
  const pressed = ctx.callbackQuery?.message;
  if (!pressed || !("text" in pressed)) {
    await ctx.reply(screen.html, extra);
    return;
  }
  try {
    await ctx.editMessageText(screen.html, extra);
  } catch (error) {
    if (!(error instanceof TelegramError) || error.code !== 400) throw error;
    if (error.description.includes("not modified")) return;
    await ctx.reply(screen.html, extra);
  }
}

export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The beginning of a text, never half of a sign: Telegram refuses those. */
export const beginning = (text: string, signs: number): string =>
  [...text].slice(0, signs).join("");

export const button = (text: string, callback_data: string): InlineKeyboardButton => ({
  text,
  callback_data,
});

export const linkButton = (text: string, url: string): InlineKeyboardButton => ({ text, url });

export const appButton = (text: string, url: string): InlineKeyboardButton => ({
  text,
  web_app: { url },
});
