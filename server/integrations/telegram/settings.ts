import { z } from "zod";
import { defineSettings } from "@/server/core/settings";

/** The bot: shared by everything that speaks to Telegram (bot, Stars, notifications). */
export const telegramSettings = defineSettings({
  id: "telegram",
  schema: z.object({
    /** As BotFather gives it; empty means no bot yet. */
    botToken: z.string().default(""),
    webhookSecret: z.string().default(""),
    apiRoot: z.url().default("https://api.telegram.org"),
    /** Learned from Telegram when the bot is set up; without the @. */
    botUsername: z.string().max(64).default(""),
    /** Where the Mini App opens; empty means this application's own /miniapp. */
    miniAppUrl: z.string().default(""),
    /** A @username or address where people find a human being. */
    supportContact: z.string().max(200).default(""),
    termsUrl: z.string().max(500).default(""),
  }),
  secrets: ["botToken", "webhookSecret"],
  outside: ["apiRoot"],
  fromEnv: (env) => ({
    botToken: env.TELEGRAM_BOT_TOKEN,
    webhookSecret: env.TELEGRAM_WEBHOOK_SECRET,
    apiRoot: env.TELEGRAM_API_ROOT,
    miniAppUrl: env.TELEGRAM_MINI_APP_URL,
  }),
});
