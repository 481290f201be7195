import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { POST } from "@/app/api/telegram/webhook/route";
import { settings } from "@/db/schema/settings";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { env, provideEnv } from "@/server/core/env";
import { readSettings } from "@/server/core/settings";
import type { ChatState } from "@/server/demo/telegram/control";
import {
  startTestTelegram,
  TEST_BOT_TOKEN,
  TEST_WEBHOOK_SECRET,
} from "@/server/demo/telegram/testing";
import type { Message, Person } from "@/server/demo/telegram/types";
import { telegramSettings } from "@/server/integrations/telegram/settings";
import { until } from "@/server/testing/until";
import { configureBot } from "./configure";

const { sql, db } = await testDatabase();
const ctx = systemContext("test", { db });

/** The shop's webhook over real HTTP. `lost` answers get lost after the update was handled. */
let lost = 0;
const answers: { status: number; ms: number }[] = [];
const shop = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const startedAt = performance.now();
    const headers = new Headers(request.headers as Record<string, string>);
    const body = Buffer.concat(chunks).toString("utf8");
    void POST(new Request("http://shop/hook", { method: "POST", headers, body })).then((reply) => {
      answers.push({ status: reply.status, ms: performance.now() - startedAt });
      response.writeHead(lost-- > 0 ? 502 : reply.status).end();
    });
  });
});
await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
const shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
const telegram = await startTestTelegram(sql, { webhookUrl: () => shopUrl });
afterAll(async () => {
  await telegram.stop();
  shop.closeAllConnections();
  shop.close();
});
provideEnv({
  APP_URL: "http://shop.example.com",
  TELEGRAM_API_ROOT: telegram.url,
  TELEGRAM_BOT_TOKEN: TEST_BOT_TOKEN,
  TELEGRAM_WEBHOOK_SECRET: TEST_WEBHOOK_SECRET,
  // A panel that is down.
  REMNAWAVE_HOST: "http://127.0.0.1:9",
  REMNAWAVE_TOKEN: "none",
});

let person: Person;
beforeEach(async () => {
  lost = 0;
  answers.length = 0;
  const made = { firstName: "Ann <3", language: "en" };
  person = await telegram.act<Person>("POST", "persons", made);
});
const say = (text: string) => telegram.act("POST", `chats/${person.id}/messages`, { text });
const chat = () => telegram.act<ChatState>("GET", `chats/${person.id}`);
const replies = async () => (await chat()).messages.filter(({ from }) => from.is_bot);
const lastReply = () => until(async () => (await replies()).at(-1));
const press = (message: Message, text: string) => {
  const buttons = message.reply_markup?.inline_keyboard.flat() ?? [];
  const data = buttons.find((button) => button.text.includes(text))?.callback_data;
  return telegram.act("POST", `chats/${person.id}/press`, { messageId: message.message_id, data });
};

test("/start greets by name and shows the menu; its buttons change the message in place", async () => {
  await say("/start");
  const menu = await lastReply();
  expect(menu.text).toContain("Ann <3");
  const buttons = menu.reply_markup?.inline_keyboard.flat() ?? [];
  expect(buttons.map(({ text }) => text).join()).toContain("Buy a subscription");
  expect(buttons.find(({ web_app }) => web_app)?.web_app?.url).toContain("/miniapp");
  await press(menu, "Language");
  await until(async () => (await replies())[0]?.text?.includes("language"));
  expect(await replies()).toHaveLength(1);
});

test("anything unknown gets a clear answer with a way on", async () => {
  await say("what is this?");
  const reply = await lastReply();
  expect(reply.text).toContain("did not understand");
  expect(reply.reply_markup?.inline_keyboard.flat().length).toBeGreaterThan(1);
});

test("an update that comes twice is handled once", async () => {
  lost = 1;
  await say("/start");
  await until(() => answers.length >= 2);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(await replies()).toHaveLength(1);
});

test("answers within a second while the panel is down", async () => {
  for (const command of ["/start", "/buy", "/subscriptions", "/connect", "/help"])
    await say(command);
  await until(async () => (await replies()).length === 5);
  expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(1000);
});

test("speaks the person's language", async () => {
  person = await telegram.act<Person>("POST", "persons", { firstName: "Оля", language: "ru" });
  await say("/help");
  const reply = await lastReply();
  expect(reply.text).toContain("Что я умею");
  expect(reply.entities?.[0]).toMatchObject({ type: "bold", offset: 0, length: 10 });
});

describe("the webhook refuses", () => {
  const post = (body: string, secret = TEST_WEBHOOK_SECRET) =>
    fetch(shopUrl, {
      method: "POST",
      body,
      headers: { "x-telegram-bot-api-secret-token": secret },
    }).then(({ status }) => status);

  test("a wrong secret", async () => {
    expect(await post('{"update_id":1}', "wrong")).toBe(401);
  });
  test.each(["", "{", "[]", '{"update_id":"1"}'])("what is no update: %s", async (body) => {
    expect(await post(body)).toBe(400);
  });
});

describe("setting the bot up", () => {
  test("tells Telegram the webhook, the commands in each language and the menu button", async () => {
    expect(await configureBot(ctx)).toBe("configured");
    const info = (await telegram.call("getWebhookInfo")).result;
    expect(info).toMatchObject({
      url: "http://shop.example.com/api/telegram/webhook",
      allowed_updates: ["message", "callback_query", "pre_checkout_query", "my_chat_member"],
    });
    const { commands, menu } = await chat();
    expect(commands.map(({ command }) => command)).toContain("buy");
    const ru = (await telegram.call("getMyCommands", { language_code: "ru" })).result;
    expect(JSON.stringify(ru)).toMatch(/[а-я]/);
    expect(menu?.url).toBe("http://shop.example.com/miniapp");
    expect((await readSettings(ctx, telegramSettings)).botUsername).toBe("rezeis_demo_bot");
  });

  test("writes nothing the second time", async () => {
    await configureBot(ctx);
    const before = await db.select().from(settings);
    await configureBot(ctx);
    expect(await db.select().from(settings)).toEqual(before);
  });

  test("says whether another try is worth it", async () => {
    telegram.setMood("down");
    await expect(configureBot(ctx)).rejects.toMatchObject({ kind: "unavailable" });
    telegram.setMood("ok");
    const token = env().TELEGRAM_BOT_TOKEN;
    provideEnv({ TELEGRAM_BOT_TOKEN: "1:wrong" });
    await expect(configureBot(ctx)).rejects.toMatchObject({ code: "bot_refused" });
    provideEnv({ TELEGRAM_BOT_TOKEN: token });
  });
});
