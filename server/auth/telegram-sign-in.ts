import { systemContext } from "@/server/core/context";
import { readSettings } from "@/server/core/settings";
import { telegramSettings } from "@/server/integrations/telegram/settings";

/** The bot that people prove their Telegram account to; null while there is none, or only a stand-in. */
export async function telegramSignIn(): Promise<{ botId: string } | null> {
  const { botToken, apiRoot } = await readSettings(systemContext("sign-in"), telegramSettings);
  const [botId] = botToken.split(":");
  return botId && apiRoot === "https://api.telegram.org" ? { botId } : null;
}
