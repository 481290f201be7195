import { LOCALES } from "@/db/enums";
import type { Ctx } from "@/server/core/context";
import { randomToken } from "@/server/core/crypto";
import { env } from "@/server/core/env";
import { AppError } from "@/server/core/errors";
import { readSettings } from "@/server/core/settings";
import { updateSettingsGroup } from "@/server/domains/settings";
import { createTelegramApi, type TelegramOutcome } from "@/server/integrations/telegram/api";
import { telegramSettings } from "@/server/integrations/telegram/settings";
import { advertisedCommands } from "./bot";
import { translator } from "./i18n";
import { botLinks } from "./links";

/** Everything the bot handles; Telegram keeps the rest to itself. */
const UPDATES = ["message", "callback_query", "pre_checkout_query", "my_chat_member"];

/**
 * Tells Telegram about this installation: where updates go, the commands in every language, the menu button.
 * Learns the bot's name. Safe to repeat. Does nothing without a token.
 *
 * @throws AppError `unavailable` when it is worth another try, `precondition bot_refused` when it is not
 */
export async function configureBot(ctx: Ctx): Promise<"configured" | "no_bot"> {
  const settings = await readSettings(ctx, telegramSettings);
  if (!settings.botToken) return "no_bot";
  const { APP_URL } = env();
  if (!APP_URL) throw new AppError("precondition", "no_app_url", "Set APP_URL.");
  const api = createTelegramApi({ token: settings.botToken, apiRoot: settings.apiRoot });

  const me = done(await api.call("getMe", {}));
  const secret = settings.webhookSecret || randomToken(32);
  const learned = {
    ...(settings.botUsername === me.username ? {} : { botUsername: me.username }),
    ...(settings.webhookSecret ? {} : { webhookSecret: secret }),
  };
  if (Object.keys(learned).length > 0) {
    await updateSettingsGroup(ctx, { id: telegramSettings.id, values: learned });
  }

  done(
    await api.call("setWebhook", {
      url: `${APP_URL}/api/telegram/webhook`,
      secret_token: secret,
      allowed_updates: UPDATES,
      max_connections: 40,
    }),
  );
  for (const locale of LOCALES) {
    const t = translator(locale);
    const commands = advertisedCommands.map((command) => ({
      command,
      description: t(`commands.${command}`),
    }));
    done(await api.call("setMyCommands", { commands, language_code: locale }));
    // People of every other language see these.
    if (locale === "en") done(await api.call("setMyCommands", { commands }));
  }
  const url = botLinks(me, settings).miniApp();
  done(
    await api.call("setChatMenuButton", {
      menu_button: { type: "web_app", text: translator("en")("menu.appShort"), web_app: { url } },
    }),
  );
  ctx.log.info({ bot: me.username, url: APP_URL }, "the bot is set up");
  return "configured";
}

function done<T>(outcome: TelegramOutcome<T>): T {
  if (outcome.kind === "ok") return outcome.value;
  if (outcome.kind === "later" || outcome.kind === "unavailable") {
    throw new AppError("unavailable", "telegram_unavailable", outcome.reason);
  }
  throw new AppError("precondition", "bot_refused", outcome.reason);
}
