import { env } from "@/server/core/env";
import type { BotLinks } from "./context";

/** Addresses the bot hands out. `appUrl` is where this application is reached from outside. */
export function botLinks(
  bot: { username: string },
  settings: { miniAppUrl: string; supportContact: string; termsUrl: string },
): BotLinks {
  const appUrl = env().APP_URL ?? `http://localhost:${env().PORT}`;
  return {
    miniApp: (path = "") => `${settings.miniAppUrl || `${appUrl}/miniapp`}${path}`,
    openApp: (app, subscriptionUrl) =>
      `${appUrl}/open/${app}#${encodeURIComponent(subscriptionUrl)}`,
    start: (payload) => `https://t.me/${bot.username}?start=${payload}`,
    supportContact: settings.supportContact,
    termsUrl: settings.termsUrl,
  };
}
