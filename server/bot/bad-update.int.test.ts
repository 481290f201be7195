import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { POST } from "@/app/api/telegram/webhook/route";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { provideEnv } from "@/server/core/env";
import {
  startTestTelegram,
  TEST_BOT_TOKEN,
  TEST_WEBHOOK_SECRET,
} from "@/server/demo/telegram/testing";
import type { Person } from "@/server/demo/telegram/types";
import { aCustomer, aPlan, aPurchase } from "@/server/testing/builders";
import { callbacks } from "./callbacks";
import { commands } from "./commands";

/*
 * A button's data, a link's payload and a name are written by anybody with a client of their own. Whatever they
 * say is answered in the chat: an update that fails is delivered again and holds up the ones behind it. The
 * lists of buttons and commands are the bot's own: a new one is tried without a word here.
 */

const { sql, db } = await testDatabase();
const ctx = systemContext("test", { db });
const telegram = await startTestTelegram(sql);
afterAll(() => telegram.stop());
provideEnv({
  APP_URL: "https://shop.example.com",
  TELEGRAM_API_ROOT: telegram.url,
  TELEGRAM_BOT_TOKEN: TEST_BOT_TOKEN,
  TELEGRAM_WEBHOOK_SECRET: TEST_WEBHOOK_SECRET,
  REMNAWAVE_HOST: "http://127.0.0.1:9",
  REMNAWAVE_TOKEN: "none",
});

const plan = await aPlan(ctx);
await aPurchase(ctx, { customerId: await aCustomer(ctx), plan });
const person = await telegram.act<Person>("POST", "persons", { firstName: "Ann", language: "en" });
await telegram.act("POST", `chats/${person.id}/messages`, { text: "/start" });
await aPurchase(ctx, {
  customerId: await aCustomer(ctx, { telegramId: BigInt(person.id) }),
  plan,
});

/** Ids of what there is, this person's and another's, as buttons carry them. */
const known = (
  await sql<{ id: string }[]>`select id from plans union all select id from plan_durations
    union all select id from subscriptions union all select id from orders`
).flatMap(({ id }) => [id, id.slice(4)]);

const nasty = fc.oneof(
  fc.constantFrom("", "\u0000", "a\u0000b", "\ud800", "\udfff!", "<b>", "</b>&amp;", "{name}"),
  fc.constantFrom("__proto__", "constructor", "toString", "%", "_\\", "' or 1=1; --", "\u202e"),
  fc.constantFrom(
    "-1",
    "0",
    "1e400",
    "NaN",
    "99999999999999999999",
    "stars",
    "demo",
    "🙂".repeat(9),
    `a${"🙂".repeat(60)}`,
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const part = fc.oneof({ arbitrary: fc.constantFrom(...known), weight: 2 }, nasty);

let updateId = 0;
async function expectAnswered(update: object): Promise<void> {
  const answer = await POST(
    new Request("http://shop/hook", {
      method: "POST",
      headers: { "x-telegram-bot-api-secret-token": TEST_WEBHOOK_SECRET },
      body: JSON.stringify({ update_id: ++updateId, ...update }),
    }),
  );
  const [row] = await sql`select status, error from telegram_updates where update_id = ${updateId}`;
  expect(row).toEqual({ status: "done", error: null });
  expect(answer.status).toBe(200);
}

type Names = { first_name?: string; last_name?: string; username?: string; language_code?: string };
const from = (names: Names = {}) => ({
  id: person.id,
  is_bot: false,
  first_name: "Ann",
  language_code: "en",
  ...names,
});
const message = (content: object, names?: Names) => ({
  message_id: 1,
  date: 1_790_000_000,
  chat: { id: person.id, type: "private", first_name: "Ann" },
  from: from(names),
  ...content,
});
const said = (text: string, names?: Names) => ({
  message: message(
    {
      text,
      entities: [{ type: "bot_command", offset: 0, length: text.split(/\s/)[0]?.length ?? 0 }],
    },
    names,
  ),
});
const pressed = (data: string) => ({
  callback_query: {
    id: "1",
    chat_instance: "1",
    from: from(),
    message: message({ text: "menu" }),
    data,
  },
});

const RUNS = { numRuns: 40, seed: 2026, interruptAfterTimeLimit: 20_000 };

describe.each(Object.keys(callbacks))("the button %s", (action) => {
  it("answers any data", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 5 }), (parts) =>
        expectAnswered(pressed([action, ...parts].join(":"))),
      ),
      RUNS,
    );
  });
});

describe.each(Object.keys(commands))("/%s", (command) => {
  it("answers any payload", async () => {
    const prefix = fc.constantFrom("", "ref_", "refw_", "promo_", "plan_", "sub_", "ad_", "pay_");
    await fc.assert(
      fc.asyncProperty(prefix, part, (start, rest) =>
        expectAnswered(said(`/${command} ${start}${rest}`)),
      ),
      RUNS,
    );
  });
});

it("answers a person of any name, in any language", async () => {
  const names = fc.record(
    { first_name: nasty, last_name: nasty, username: nasty, language_code: nasty },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(names, nasty, (who, text) => expectAnswered(said(text, who))),
    RUNS,
  );
});

it.each([
  ["a sticker", { message: message({ sticker: { file_id: "x" } }) }],
  ["a photo with words", { message: message({ photo: [], caption: "\u0000" }) }],
  ["an edited message", { edited_message: message({ text: "/start" }) }],
  [
    "a message without a sender",
    { channel_post: { message_id: 1, date: 1, chat: { id: -1, type: "channel" } } },
  ],
  [
    "a group's message",
    { message: { ...message({ text: "/start" }), chat: { id: -5, type: "group" } } },
  ],
  [
    "an old button whose message is gone",
    {
      callback_query: {
        id: "1",
        chat_instance: "1",
        from: from(),
        message: { message_id: 1, date: 0, chat: { id: person.id, type: "private" } },
        data: "menu",
      },
    },
  ],
  [
    "a game's button",
    {
      callback_query: {
        id: "1",
        chat_instance: "1",
        from: from(),
        message: message({ game: {} }),
        game_short_name: "x",
      },
    },
  ],
  ["an inline query", { inline_query: { id: "1", from: from(), query: "\u0000", offset: "" } }],
  [
    "a person who blocked the bot",
    {
      my_chat_member: {
        chat: { id: person.id, type: "private" },
        from: from(),
        date: 1,
        old_chat_member: { status: "member" },
        new_chat_member: { status: "kicked" },
      },
    },
  ],
  ["a kind that is not known yet", { telepathy: { from: from() } }],
  ["a code too long, in signs of two halves", said(`/promo ${"🙂".repeat(40)}`)],
  ["the same, cut elsewhere", said(`/promo a${"🙂".repeat(40)}`)],
  ["nothing", {}],
])("takes %s", async (_what, update) => {
  await expectAnswered(update);
});
