import { validate } from "@tma.js/init-data-node";
import { Telegram } from "telegraf";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing";
import { verifyInitData } from "@/server/auth/init-data";
import { readLoginWidget } from "@/server/integrations/telegram/login-widget";
import { until } from "@/server/testing/until";
import type { ChatState } from "./control";
import {
  startTestTelegram,
  startUpdateReceiver,
  TEST_BOT_TOKEN,
  TEST_WEBHOOK_SECRET,
} from "./testing";
import type { Message, Person } from "./types";

const { sql } = await testDatabase();
type Double = Awaited<ReturnType<typeof startTestTelegram>>;
type Receiver = Awaited<ReturnType<typeof startUpdateReceiver>>;
let telegram: Double;
let hook: Receiver;
let respond: Parameters<typeof startUpdateReceiver>[0] = () => 200;
let person: Person;

beforeAll(async () => {
  hook = await startUpdateReceiver((update, nth) => respond?.(update, nth) ?? 200);
  telegram = await startTestTelegram(sql, { webhookUrl: () => hook.url });
});
afterAll(async () => {
  await telegram.stop();
  await hook.close();
});
beforeEach(async () => {
  respond = () => 200;
  hook.received.length = 0;
  person = await telegram.act<Person>("POST", "persons", { firstName: "Ann", language: "en" });
});

const chat = (after = 0, id = person.id) =>
  telegram.act<ChatState>("GET", `chats/${id}?after=${after}`);
const refusal = async (method: string, params: object) =>
  (await telegram.call(method, params)).description;

describe("what a bot sends", () => {
  const send = (params: object) => telegram.call("sendMessage", { chat_id: person.id, ...params });

  test("is shown with its formatting as entities and its keyboard", async () => {
    const keyboard = { inline_keyboard: [[{ text: "Go", callback_data: "go" }]] };
    const { result } = await send({
      text: '<b>Hi</b> &lt;you&gt; <a href="https://a.example/?a=1&amp;b=2">there</a>',
      parse_mode: "HTML",
      reply_markup: keyboard,
    });
    expect(result).toMatchObject({ text: "Hi <you> there", reply_markup: keyboard });
    expect(result.entities).toEqual([
      { type: "bold", offset: 0, length: 2 },
      { type: "text_link", offset: 9, length: 5, url: "https://a.example/?a=1&b=2" },
    ]);
    expect((await chat()).messages).toEqual([result]);
  });

  test.each([
    ["no text", { text: " " }, "message text is empty"],
    ["more than 4096 characters", { text: "x".repeat(4097) }, "message is too long"],
    ["an unknown tag", { text: "<u2>x</u2>", parse_mode: "HTML" }, 'Unsupported start tag "u2"'],
    ["an open tag", { text: "<b>x", parse_mode: "HTML" }, "Can't find end tag"],
    ["crossed tags", { text: "<b><i>x</b></i>", parse_mode: "HTML" }, "Unmatched end tag"],
  ])("is refused with %s", async (_what, params, reason) => {
    expect((await send(params)).description).toContain(`Bad Request: `);
    expect((await send(params)).description).toContain(reason);
  });

  test.each([
    ["65 bytes of data", { callback_data: "я".repeat(33) }, "BUTTON_DATA_INVALID"],
    ["no data", { callback_data: "" }, "BUTTON_DATA_INVALID"],
    ["a link of another protocol", { url: "happ://add/x" }, "Wrong HTTP URL"],
    ["no action", {}, "Text buttons are unallowed"],
  ])("is refused with a button of %s", async (_what, action, reason) => {
    const reply_markup = { inline_keyboard: [[{ text: "x", ...action }]] };
    expect((await send({ text: "x", reply_markup })).description).toContain(reason);
  });

  test("fits exactly: 4096 characters beside their markup, 64 bytes of data", async () => {
    const reply_markup = { inline_keyboard: [[{ text: "x", callback_data: "x".repeat(64) }]] };
    const text = `<b>${"x".repeat(4096)}</b>`;
    expect((await send({ text, parse_mode: "HTML", reply_markup })).ok).toBe(true);
  });

  test("is edited only when something changes, and deleted", async () => {
    const { result } = await send({ text: "one" });
    const place = { chat_id: person.id, message_id: result.message_id };
    expect(await refusal("editMessageText", { ...place, text: "one" })).toContain(
      "message is not modified",
    );
    const before = await chat();
    await telegram.call("editMessageText", { ...place, text: "two" });
    const after = await chat(before.version);
    expect(after.messages).toMatchObject([{ message_id: result.message_id, text: "two" }]);
    await telegram.call("deleteMessage", place);
    expect((await chat(after.version)).deleted).toEqual([result.message_id]);
  });

  test("reaches nobody who is unknown or has blocked the bot", async () => {
    expect(await refusal("sendMessage", { chat_id: 5, text: "x" })).toBe(
      "Bad Request: chat not found",
    );
    await telegram.act("POST", `chats/${person.id}/block`, { blocked: true });
    expect(await send({ text: "x" })).toMatchObject({
      error_code: 403,
      description: "Forbidden: bot was blocked by the user",
    });
    await until(() => hook.received.some((update) => "my_chat_member" in update));
  });

  test("may be a picture by multipart, as Telegraf uploads it", async () => {
    const client = new Telegram(TEST_BOT_TOKEN, { apiRoot: telegram.url });
    const source = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
    const message = await client.sendPhoto(
      person.id,
      { source, filename: "qr.png" },
      { caption: "<b>QR</b>", parse_mode: "HTML" },
    );
    expect(message).toMatchObject({ caption: "QR" });
    const file = await client.getFileLink(message.photo[0]?.file_id ?? "");
    expect(Buffer.from(await (await fetch(file)).arrayBuffer())).toEqual(source);
  });

  test("needs the token, and a good day", async () => {
    const foreign = await fetch(`${telegram.url}/bot1:x/getMe`);
    expect(foreign.status).toBe(401);
    telegram.setMood("flood");
    expect(await send({ text: "x" })).toMatchObject({
      error_code: 429,
      parameters: { retry_after: 3 },
    });
    telegram.setMood("down");
    await expect(send({ text: "x" })).rejects.toThrow();
    telegram.setMood("ok");
    expect((await send({ text: "x" })).ok).toBe(true);
  });
});

describe("updates", () => {
  const say = (text: string, id = person.id) =>
    telegram.act<Message>("POST", `chats/${id}/messages`, { text });
  const texts = () =>
    hook.received.map(({ message }) => (message as Message | undefined)?.text).filter(Boolean);

  test("carry the secret, and commands as entities", async () => {
    await say("/start ref_1");
    await until(() => hook.received.length === 1);
    expect(hook.secrets.at(-1)).toBe(TEST_WEBHOOK_SECRET);
    expect(hook.received[0]?.message).toMatchObject({
      from: { id: person.id, language_code: "en" },
      entities: [{ type: "bot_command", offset: 0, length: 6 }],
    });
  });

  test("come in order in a chat until they are taken, and hold up no other chat", async () => {
    respond = ({ message }, nth) =>
      (message as Message).from.id === person.id && nth < 6 ? 500 : 200;
    const other = await telegram.act<Person>("POST", "persons", { firstName: "Bob" });
    await say("1");
    await say("2");
    await say("3");
    await say("other", other.id);
    await until(() => texts().includes("3"));
    const mine = texts().filter((text) => text !== "other");
    expect(mine.slice(0, 3)).toEqual(["1", "1", "1"]);
    expect([...new Set(mine)]).toEqual(["1", "2", "3"]);
    expect(texts().indexOf("other")).toBeLessThan(texts().indexOf("2"));
    const ids = new Set(hook.received.map(({ update_id }) => update_id));
    expect(ids.size).toBe(4);
  });

  test("of a button wait for its answer", async () => {
    respond = async ({ callback_query: query }) => {
      const id = (query as { id: string } | undefined)?.id;
      if (id) await telegram.call("answerCallbackQuery", { callback_query_id: id, text: "Yes" });
      return 200;
    };
    const { result } = await telegram.call("sendMessage", {
      chat_id: person.id,
      text: "?",
      reply_markup: { inline_keyboard: [[{ text: "Go", callback_data: "go" }]] },
    });
    const press = (data: string) =>
      telegram.act("POST", `chats/${person.id}/press`, { messageId: result.message_id, data });
    expect(await press("go")).toEqual({ answer: { text: "Yes", showAlert: false, url: null } });
    await expect(press("gone")).rejects.toThrow("not there any more");
  });

  test("and chats survive a restart", async () => {
    respond = () => 503;
    await say("before the restart");
    await until(() => hook.received.length > 0);
    await telegram.stop();
    const seen = hook.received.length;
    respond = () => 200;
    telegram = await startTestTelegram(sql, { webhookUrl: () => hook.url });
    await until(() => hook.received.length > seen);
    expect(hook.received.at(-1)?.update_id).toBe(hook.received[0]?.update_id);
    expect((await chat()).messages).toMatchObject([{ text: "before the restart" }]);
  });

  test("show in a long poll at once", async () => {
    const { version } = await chat();
    const poll = chat(version);
    await say("hello");
    expect((await poll).messages).toMatchObject([{ text: "hello" }]);
  });
});

describe("Stars", () => {
  const invoice = {
    title: "A month",
    description: "30 days",
    payload: "pay_1",
    provider_token: "",
    currency: "XTR",
    prices: [{ label: "A month", amount: 100 }],
  };
  const link = async () => {
    const { result } = await telegram.call("createInvoiceLink", invoice);
    return String(result).replace("https://t.me/$", "");
  };
  const pay = (slug: string) =>
    telegram.act<{ status: string; error?: string; chargeId: string }>(
      "POST",
      `chats/${person.id}/pay`,
      { slug },
    );
  const answerWith = (answer: object) => {
    respond = async ({ pre_checkout_query: query }) => {
      const id = (query as { id: string } | undefined)?.id;
      if (id) {
        await telegram.call("answerPreCheckoutQuery", { pre_checkout_query_id: id, ...answer });
      }
      return 200;
    };
  };

  test.each([
    ["a title of 33 characters", { title: "x".repeat(33) }, "INVOICE_TITLE_INVALID"],
    ["a long description", { description: "x".repeat(256) }, "INVOICE_DESCRIPTION_INVALID"],
    ["a payload of 129 bytes", { payload: "x".repeat(129) }, "INVOICE_PAYLOAD_INVALID"],
    ["two prices", { prices: [...invoice.prices, ...invoice.prices] }, "STARS_INVOICE_INVALID"],
    ["a provider", { provider_token: "p" }, "PAYMENT_PROVIDER_INVALID"],
    ["another currency", { currency: "RUB" }, "CURRENCY_INVALID"],
  ])("refuse an invoice with %s", async (_what, change, reason) => {
    expect(await refusal("createInvoiceLink", { ...invoice, ...change })).toContain(reason);
  });

  test("are taken after the bot agreed, listed, and refunded once", async () => {
    answerWith({ ok: true });
    const { status, chargeId } = await pay(await link());
    expect(status).toBe("paid");
    await until(() => hook.received.some((update) => "message" in update));
    expect(hook.received.map((update) => Object.keys(update)[1])).toEqual([
      "pre_checkout_query",
      "message",
    ]);
    expect(hook.received[1]?.message).toMatchObject({
      successful_payment: { invoice_payload: "pay_1", telegram_payment_charge_id: chargeId },
    });
    const refund = { user_id: person.id, telegram_payment_charge_id: chargeId };
    expect((await telegram.call("refundStarPayment", refund)).ok).toBe(true);
    expect(await refusal("refundStarPayment", refund)).toContain("CHARGE_ALREADY_REFUNDED");
    const { result } = await telegram.call("getStarTransactions");
    expect(result.transactions.filter(({ id }: { id: string }) => id === chargeId)).toMatchObject([
      { amount: 100, source: { invoice_payload: "pay_1", user: { id: person.id } } },
      { amount: 100, receiver: { invoice_payload: "pay_1" } },
    ]);
  });

  test("stay when the bot refuses", async () => {
    answerWith({ ok: false, error_message: "Sold out" });
    expect(await pay(await link())).toEqual({ status: "failed", error: "Sold out" });
    expect((await chat()).messages).toEqual([]);
  });

  test("pay the invoice of a message once", async () => {
    answerWith({ ok: true });
    const { result } = await telegram.call("sendInvoice", { chat_id: person.id, ...invoice });
    const { slug } = await telegram.act<{ slug: string }>(
      "GET",
      `chats/${person.id}/invoice/${result.message_id}`,
    );
    expect((await pay(slug)).status).toBe("paid");
    expect((await pay(slug)).status).toBe("failed");
  });
});

test("the Mini App opens with initData that the shop believes", async () => {
  const launch = (body: object) =>
    telegram.act<{ url: string }>("POST", `chats/${person.id}/launch`, body);
  const { url } = await launch({ theme: "dark", startParam: "ref_1" });
  const fragment = new URLSearchParams(new URL(url).hash.slice(1));
  expect(url).toMatch(/^https:\/\/shop\.example\.com\/miniapp\?/);
  expect(() => validate(fragment.get("tgWebAppData") ?? "", TEST_BOT_TOKEN)).not.toThrow();
  const verified = verifyInitData(fragment.get("tgWebAppData") ?? "", TEST_BOT_TOKEN, new Date());
  expect(verified).toMatchObject({
    user: { id: person.id, first_name: "Ann" },
    startParam: "ref_1",
  });
  expect(fragment.get("tgWebAppVersion")).toBe("8.0");
  await expect(launch({ url: "https://evil.example.com/" })).rejects.toThrow("not the bot's");
});

test("a sign-in on a web page is signed so that the shop believes it", async () => {
  const { answer } = await telegram.act<{ answer: string }>("POST", `chats/${person.id}/login`, {});
  const signed: Record<string, unknown> = JSON.parse(Buffer.from(answer, "base64url").toString());
  expect(readLoginWidget(signed, TEST_BOT_TOKEN)?.telegramId).toBe(BigInt(person.id));
  expect(readLoginWidget({ ...signed, id: person.id + 1 }, TEST_BOT_TOKEN)).toBeNull();
  await expect(telegram.act("POST", "chats/404404/login", {})).rejects.toThrow();
});

test("nobody plays people without the control token", async () => {
  const response = await fetch(`${telegram.url}/__demo/persons`);
  expect(response.status).toBe(401);
});
