import { database } from "@/db/client";
import { hmacSha256Hex } from "@/server/core/crypto";
import { env, provideEnv } from "@/server/core/env";
import type { Logger } from "@/server/core/logger";
import { startDemoTelegram } from "@/server/demo/telegram";

/** Telegram's stand-in, with the same bot after every start: its chats and its undelivered updates go on. */
export async function standInForTelegram(logger: Logger) {
  const { AUTH_SECRET = "" } = env();
  const token = `7000000001:${hmacSha256Hex(AUTH_SECRET, "demo-telegram")}`;
  const webhookSecret = hmacSha256Hex(AUTH_SECRET, "demo-telegram-webhook");
  const local = () => `http://127.0.0.1:${env().PORT}`;
  const telegram = await startDemoTelegram({
    sql: database().sql,
    token,
    webhookSecret,
    webhookUrl: () => `${local()}/api/telegram/webhook`,
    miniAppUrl: () => env().TELEGRAM_MINI_APP_URL ?? `${env().APP_URL}/miniapp`,
    // The shop's public name need not lead anywhere from this machine.
    route: (url) => {
      const { origin, pathname, search } = new URL(url);
      return origin === new URL(env().APP_URL ?? local()).origin
        ? `${local()}${pathname}${search}`
        : url;
    },
    lookup: findCustomer,
    logger,
  });
  provideEnv({
    TELEGRAM_API_ROOT: telegram.url,
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_WEBHOOK_SECRET: webhookSecret,
    // What is running stays running: without this the new token would read as "no demo wanted".
    DEMO: "1",
  });
  return telegram;
}

/** The demo's customers have Telegram accounts, although nobody has played them yet. */
async function findCustomer(id: number) {
  const [row] = await database().sql<
    { firstName: string; lastName: string; username: string | null; locale: string }[]
  >`
    select first_name as "firstName", last_name as "lastName", username, locale
    from customers where telegram_id = ${id}`;
  if (!row) return null;
  const { firstName, lastName, username, locale } = row;
  return {
    id,
    firstName,
    lastName,
    username,
    language: locale,
    premium: false,
    blocked: false,
    version: 0,
  };
}
