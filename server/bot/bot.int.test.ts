import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { POST } from "@/app/api/telegram/webhook/route";
import { customers } from "@/db/schema/customers";
import { referralClicks } from "@/db/schema/referrals";
import { settings } from "@/db/schema/settings";
import { trialClaims } from "@/db/schema/trials";
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
import { saveAddon } from "@/server/domains/catalog";
import { adjustCredit } from "@/server/domains/ledger";
import { recordDevices } from "@/server/domains/subscriptions";
import { telegramSettings } from "@/server/integrations/telegram/settings";
import { aCustomer, aPlan, aPurchase } from "@/server/testing/builders";
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

describe("growth", () => {
  const ownId = async () => {
    const [row] = await db
      .select({ id: customers.id, code: customers.referralCode })
      .from(customers)
      .where(eq(customers.telegramId, BigInt(person.id)));
    if (!row) throw new Error("nobody came");
    return row;
  };
  const shows = (text: string) =>
    until(async () => {
      const reply = (await replies()).at(-1);
      return reply?.text?.includes(text) ? reply : undefined;
    });
  const buttonsOf = (message: Message) =>
    (message.reply_markup?.inline_keyboard.flat() ?? []).map(({ text }) => text).join();

  test("a newcomer is offered the trial, starts it once, and is led to a plan", async () => {
    await aPlan(ctx);
    await say("/start");
    await press(await lastReply(), "Try for free");
    const offer = await shows("Try Basic for free");
    expect(offer.text).toContain("3 days");
    // An impatient finger: the second press finds the same trial, or the button gone.
    await Promise.allSettled([press(offer, "Start now"), press(offer, "Start now")]);
    const started = await shows("Your trial has started");
    expect(buttonsOf(started)).toContain("Connect");
    const { id: customerId } = await ownId();
    expect(
      await db.select().from(trialClaims).where(eq(trialClaims.customerId, customerId)),
    ).toEqual([expect.objectContaining({ nth: 1, status: "reserved" })]);
    await press(started, "Open the subscription");
    const card = await shows("You are trying this plan for free");
    expect(buttonsOf(card)).toContain("Choose a plan");
    expect(buttonsOf(card)).not.toContain("Renew");
    await press(card, "Choose a plan");
    expect((await shows("go on after the trial")).text).toContain("link and devices stay");

    await say("/invite");
    await shows("Inviting comes with your first purchase");
    await say("/start");
    expect(buttonsOf(await shows("Hello"))).not.toContain("Try for free");
  });

  test("a subscription says what renews it and switches it; add-ons are a press away", async () => {
    const plan = await aPlan(ctx);
    await saveAddon(ctx, {
      name: { en: "More devices", ru: "Ещё устройства" },
      kind: "devices",
      quantity: 2n,
      recurring: true,
      prices: [{ currency: "RUB", amount: 5_000n }],
    });
    await say("/start");
    await lastReply();
    const { id: customerId } = await ownId();
    const { subscriptionId } = await aPurchase(ctx, { customerId, plan });
    await say(`/start sub_${subscriptionId}`);
    const off = await shows("Does not renew by itself");
    const links = off.reply_markup?.inline_keyboard.flat().flatMap(({ web_app }) => web_app ?? []);
    expect(links?.map(({ url }) => url)).toContain(
      `http://shop.example.com/miniapp/purchase/addon?sub=${subscriptionId}`,
    );
    await press(off, "Renew by itself");
    await shows("nothing to charge yet");
    await adjustCredit(ctx, {
      customerId,
      amount: 20_000n,
      currency: "RUB",
      reason: "a gift",
      clientKey: `gift:${customerId}`,
    });
    await say(`/start sub_${subscriptionId}`);
    const on = await shows("from your balance");
    expect(on.text).toMatch(/100/);
    await press(on, "Stop renewing by itself");
    await shows("Does not renew by itself");
  });

  test("following somebody's invitation counts, trying one's own does not", async () => {
    const friend = await aCustomer(ctx, { referralCode: "FRIEND42" });
    expect(friend).toBeTruthy();
    const clicks = () =>
      db.select().from(referralClicks).where(eq(referralClicks.code, "FRIEND42"));
    await say("/start ref_FRIEND42-tiktok");
    await until(() => answers.length === 1);
    expect(await clicks()).toMatchObject([{ campaign: "tiktok", clicks: 1 }]);
    const { code } = await ownId();
    await say(`/start ref_${code}`);
    await until(() => answers.length === 2);
    expect(await db.select().from(referralClicks).where(eq(referralClicks.code, code))).toEqual([]);

    await say("/invite");
    const invite = await shows(code);
    expect(invite.text).toContain("10% off the first month");
    expect(buttonsOf(invite)).toContain("Friends and rewards");
  });

  test("a plan with too little room is refused with the way to the devices", async () => {
    await say("/start");
    await lastReply();
    const { id: customerId } = await ownId();
    const roomy = await aPlan(ctx, { name: { en: "Roomy", ru: "Большой" } });
    await aPlan(ctx, { name: { en: "Tight", ru: "Малый" }, deviceLimit: 1 });
    const { subscriptionId } = await aPurchase(ctx, { customerId, plan: roomy });
    const devices = ["HWID00000A", "HWID00000B"].map((hwid) => ({
      ...{ hwid, platform: "iOS", osVersion: null, deviceModel: null, userAgent: null },
      ...{ addedAt: null, lastSeenAt: null },
    }));
    await recordDevices(ctx, { subscriptionId, devices, at: new Date() });
    await say(`/start sub_${subscriptionId}`);
    await press(await shows("Roomy"), "Change plan");
    await press(await shows("Choose the plan you want"), "Tight");
    await press(await shows("For how long?"), "30 days");
    const refusal = await shows("Remove 1 device first");
    expect(refusal.text).toContain("You use 2 devices");
    await press(refusal, "Devices");
    await shows("2 devices are connected");
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
