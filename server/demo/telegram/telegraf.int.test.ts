import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Markup, Telegraf } from "telegraf";
import { message } from "telegraf/filters";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { testDatabase } from "@/db/testing";
import { createTelegramApi } from "@/server/integrations/telegram/api";
import { until } from "@/server/testing/until";
import type { ChatState } from "./control";
import { startTestTelegram, TEST_BOT_TOKEN, TEST_WEBHOOK_SECRET } from "./testing";
import type { Person } from "./types";

const { sql } = await testDatabase();
const hook = createServer((request, response) => handle(request, response));
await new Promise<void>((resolve) => hook.listen(0, "127.0.0.1", resolve));
const webhookUrl = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
const telegram = await startTestTelegram(sql, { webhookUrl: () => webhookUrl });
const bot = new Telegraf(TEST_BOT_TOKEN, { telegram: { apiRoot: telegram.url } });
const api = createTelegramApi({ token: TEST_BOT_TOKEN, apiRoot: telegram.url });
const handle = bot.webhookCallback("/hook", { secretToken: TEST_WEBHOOK_SECRET });
const heard: string[] = [];
const charges: string[] = [];
let person: Person;

beforeAll(async () => {
  bot.botInfo = await bot.telegram.getMe();
  bot.on("pre_checkout_query", (ctx) => ctx.answerPreCheckoutQuery(true));
  bot.on(message("successful_payment"), (ctx) => {
    charges.push(ctx.message.successful_payment.telegram_payment_charge_id);
  });
  bot.on(message("text"), (ctx) => {
    heard.push(ctx.message.text);
  });
});
afterAll(async () => {
  await telegram.stop();
  hook.close();
  hook.closeAllConnections();
});
beforeEach(async () => {
  person = await telegram.act<Person>("POST", "persons", { firstName: "Ann", language: "en" });
});
const chat = () => telegram.act<ChatState>("GET", `chats/${person.id}`);
const say = (text: string) => telegram.act("POST", `chats/${person.id}/messages`, { text });

test("Stars: a link is paid, told to the bot, listed and given back", async () => {
  const link = await bot.telegram.createInvoiceLink({
    title: "A month",
    description: "30 days",
    payload: "pay_7",
    provider_token: "",
    currency: "XTR",
    prices: [{ label: "A month", amount: 50 }],
  });
  const slug = link.replace("https://t.me/$", "");
  const paid = await telegram.act<{ chargeId: string }>("POST", `chats/${person.id}/pay`, { slug });
  await until(() => charges.length === 1);
  expect(charges).toEqual([paid.chargeId]);
  const refund = { user_id: person.id, telegram_payment_charge_id: paid.chargeId };
  expect(await api.call("refundStarPayment", refund)).toEqual({ kind: "ok", value: true });
  expect(await api.call("refundStarPayment", refund)).toMatchObject({ kind: "rejected" });
  expect(await api.call("getStarTransactions", {})).toMatchObject({
    kind: "ok",
    value: { transactions: [{ id: paid.chargeId }, { id: paid.chargeId }] },
  });
  expect((await chat()).messages.at(-1)).toMatchObject({ refunded_payment: { total_amount: 50 } });
});

test("Stars: of two devices paying one message, one pays", async () => {
  const sent = await bot.telegram.sendInvoice(person.id, {
    title: "A month",
    description: "30 days",
    payload: "pay_8",
    provider_token: "",
    currency: "XTR",
    prices: [{ label: "A month", amount: 50 }],
  });
  const path = `chats/${person.id}/invoice/${sent.message_id}`;
  const { slug } = await telegram.act<{ slug: string }>("GET", path);
  const pay = () => telegram.act<{ status: string }>("POST", `chats/${person.id}/pay`, { slug });
  const results = await Promise.all([pay(), pay()]);
  expect(results.map(({ status }) => status).sort()).toEqual(["failed", "paid"]);
});

test("a keyboard of its own stays until it is used once or taken away", async () => {
  const offer = (markup: object) =>
    bot.telegram.sendMessage(person.id, "Which?", { reply_markup: markup as never });
  await offer(Markup.keyboard([["Moscow", "Paris"], ["Later"]]).reply_markup);
  expect((await chat()).person.replyKeyboard).toMatchObject({
    rows: [["Moscow", "Paris"], ["Later"]],
  });
  await say("Moscow");
  await until(() => heard.includes("Moscow"));
  expect((await chat()).person.replyKeyboard).not.toBeNull();
  await offer(Markup.keyboard(["Yes"]).oneTime().reply_markup);
  await say("Yes");
  expect((await chat()).person.replyKeyboard).toBeNull();
  await offer(Markup.keyboard(["No"]).reply_markup);
  await offer(Markup.removeKeyboard().reply_markup);
  expect((await chat()).person.replyKeyboard).toBeNull();
});

test("files come alone and in groups", async () => {
  const source = Buffer.from("bytes");
  const video = await bot.telegram.sendVideo(person.id, { source, filename: "how-to.mp4" });
  expect(video.video).toMatchObject({ file_name: "how-to.mp4", file_size: 5 });
  const group = await bot.telegram.sendMediaGroup(person.id, [
    { type: "photo", media: { source }, caption: "<b>One</b>", parse_mode: "HTML" },
    { type: "photo", media: video.video.file_id },
  ]);
  expect(group).toMatchObject([{ caption: "One" }, { media_group_id: expect.any(String) }]);
  await expect(
    bot.telegram.sendMediaGroup(person.id, [{ type: "photo", media: { source } }] as never),
  ).rejects.toThrow("media");
});

test("the bot's description is read in the person's language", async () => {
  await bot.telegram.setMyDescription("Sells VPN");
  await bot.telegram.setMyDescription("Продаёт VPN", "ru");
  expect((await chat()).bot.description).toBe("Sells VPN");
  await telegram.act("POST", "persons", { ...person, language: "ru" });
  expect((await chat()).bot.description).toBe("Продаёт VPN");
  await expect(bot.telegram.setMyDescription("x".repeat(513))).rejects.toThrow("description");
});

test.each([
  ["an id of no number", "getChat", { chat_id: "x" }],
  ["an id without end", "sendMessage", { chat_id: "9".repeat(30), text: "x" }],
  ["a zero byte", "sendMessage", { text: "a\u0000b" }],
  ["half a character", "sendMessage", { text: "a\ud800b" }],
  ["an entity of nothing", "sendMessage", { text: "a", entities: [null] }],
])("%s is refused as the caller's mistake", async (_what, method, params) => {
  const answer = await telegram.call(method, { chat_id: person.id, ...params });
  expect(answer).toMatchObject({ ok: false, error_code: 400 });
});

test.each(["chats/x", "chats/1.5", `chats/${"9".repeat(30)}`, "chats/1?after=1e30"])(
  "of people, %s is refused as well",
  async (path) => {
    await expect(telegram.act("GET", path)).rejects.toThrow("Bad Request");
  },
);
