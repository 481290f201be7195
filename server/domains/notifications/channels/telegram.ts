import { appUrl } from "@/server/core/app-url";
import { readSettings } from "@/server/core/settings";
import { createTelegramApi, type InlineButton } from "@/server/integrations/telegram/api";
import { telegramSettings } from "@/server/integrations/telegram/settings";
import type { NotificationChannel, RenderedMessage } from "./contract";

/** How long to wait before a call is repeated that got no answer. */
const RETRY_SECONDS = 30;

export const telegramChannel: NotificationChannel = {
  reaches: (recipient) => recipient.telegramId !== null && recipient.botBlockedAt === null,
  async deliver(ctx, recipient, message) {
    const settings = await readSettings(ctx, telegramSettings);
    if (!settings.botToken) return { kind: "skipped", reason: "no bot is configured" };
    const outcome = await createTelegramApi({
      token: settings.botToken,
      apiRoot: settings.apiRoot,
    }).call("sendMessage", {
      chat_id: String(recipient.telegramId),
      text: message.html,
      parse_mode: "HTML",
      link_preview_options: { is_disabled: true },
      reply_markup: { inline_keyboard: keyboard(message, settings.miniAppUrl) },
    });
    switch (outcome.kind) {
      case "ok":
        return { kind: "sent", externalId: String(outcome.value.message_id) };
      case "blocked":
        return { kind: "blocked" };
      case "later":
        return outcome;
      case "unavailable":
        return { kind: "later", seconds: RETRY_SECONDS, reason: outcome.reason };
      case "rejected":
        return { kind: "failed", reason: outcome.reason };
    }
  },
};

/** One button a row: the words are long on a phone. */
function keyboard(message: RenderedMessage, miniAppUrl: string): InlineButton[][] {
  const base = miniAppUrl || `${appUrl()}/miniapp`;
  return message.buttons.map(({ text, callback, miniAppPath }) => [
    miniAppPath
      ? { text, web_app: { url: `${base}${miniAppPath.replace(/^\/miniapp/, "")}` } }
      : { text, callback_data: callback ?? "menu" },
  ]);
}
