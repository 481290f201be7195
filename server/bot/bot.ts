import { Telegraf } from "telegraf";
import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { outsideAgent } from "@/server/core/outside/agents";
import { readSettings } from "@/server/core/settings";
import { telegramSettings } from "@/server/integrations/telegram/settings";
import { unpack } from "./callback-data";
import { callbacks } from "./callbacks";
import { commands } from "./commands";
import type { BotCommand } from "./commands/contract";
import type { BotContext } from "./context";
import { botLinks } from "./links";
import { answerErrors } from "./middleware/answer-errors";
import { knownCustomer } from "./middleware/known-customer";
import { starsPayments } from "./middleware/payments";
import { answerPromoCode, looksLikeCode } from "./promo-entry";
import { button, show } from "./screens/screen";

/** Commands shown in `/help` and in Telegram's own menu. */
export const advertisedCommands: readonly string[] = Object.entries(
  commands as Record<string, BotCommand>,
)
  .filter(([, command]) => !command.hidden)
  .map(([name]) => name);

export type Update = Parameters<Telegraf["handleUpdate"]>[0];

const cache = new Map<string, Promise<Telegraf<BotContext>>>();

/** The bot of the stored token, ready for updates. Throws `precondition` when none is configured. */
export async function getBot(ctx: Ctx): Promise<Telegraf<BotContext>> {
  const settings = await readSettings(ctx, telegramSettings);
  if (!settings.botToken) {
    throw new AppError(
      "precondition",
      "bot_not_configured",
      "Set the bot's token in the settings.",
    );
  }
  const key = `${settings.apiRoot} ${settings.botToken}`;
  const known = cache.get(key);
  if (known) return known;
  const made = createBot(settings.botToken, settings.apiRoot);
  cache.set(key, made);
  // A bot whose identity could not be fetched is asked for anew by the next update.
  made.catch(() => cache.delete(key));
  return made;
}

async function createBot(token: string, apiRoot: string): Promise<Telegraf<BotContext>> {
  const bot = new Telegraf<BotContext>(token, {
    telegram: { apiRoot, webhookReply: false, agent: outsideAgent(apiRoot) },
  });
  bot.botInfo = await bot.telegram.getMe();
  bot.use(starsPayments, knownCustomer, answerErrors);
  for (const [name, command] of Object.entries(commands)) {
    bot.command(name, (ctx) => command.handle(ctx, ctx.payload.trim()));
  }
  bot.on("callback_query", async (ctx) => {
    const data = "data" in ctx.callbackQuery ? ctx.callbackQuery.data : "";
    const { action, parts } = unpack(data);
    const handle = Object.hasOwn(callbacks, action) ? callbacks[action] : undefined;
    // Stop the button's spinner first: the screen may take a moment, and an old query can no longer be answered.
    await ctx.answerCbQuery().catch(() => false);
    if (handle) await handle(ctx, parts);
    else await unknown(ctx);
  });
  bot.on("my_chat_member", () => {});
  bot.on("message", async (ctx) => {
    const text = "text" in ctx.message ? ctx.message.text : "";
    const repliesToPromo = ctx.message && "reply_to_message" in ctx.message && looksLikeCode(text);
    if (repliesToPromo) await answerPromoCode(ctx, text);
    else await unknown(ctx);
  });
  bot.catch((error) => {
    throw error;
  });
  return bot;
}

const unknown = (ctx: BotContext): Promise<void> =>
  show(ctx, {
    html: ctx.t("unknown.text"),
    keyboard: [
      [button(ctx.t("menu.buy"), "buy"), button(ctx.t("menu.help"), "help")],
      [button(ctx.t("common.menu"), "menu")],
    ],
  });

/** Handles one update with a request context of its own. */
export async function handleUpdate(ctx: Ctx, update: Update): Promise<void> {
  const [bot, settings] = await Promise.all([getBot(ctx), readSettings(ctx, telegramSettings)]);
  // Telegraf copies this into the update's own context before its first await.
  bot.context.app = ctx;
  bot.context.commandNames = advertisedCommands;
  bot.context.links = botLinks({ username: bot.botInfo?.username ?? "" }, settings);
  await bot.handleUpdate(update);
}
