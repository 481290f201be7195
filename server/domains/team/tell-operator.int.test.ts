import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, expect, test } from "vitest";
import { admins } from "@/db/schema/team";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { provideEnv } from "@/server/core/env";
import { createAdmin, tellOperator } from ".";
import { openSession } from "./sessions";

const { db } = await testDatabase();
const ctx = systemContext("test", { db });
const TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";

/** Telegram, as far as it is asked here. */
const said: { chat_id: string; text: string }[] = [];
let answer: { status: number; body: object } = { status: 200, body: { ok: true, result: {} } };
const telegram = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    said.push(JSON.parse(Buffer.concat(chunks).toString("utf8")));
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(JSON.stringify(answer.body));
  });
});
telegram.listen(0, "127.0.0.1");
await once(telegram, "listening");
afterAll(() => new Promise<void>((resolve) => telegram.close(() => resolve())));
const { port } = telegram.address() as AddressInfo;
provideEnv({ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: `http://127.0.0.1:${port}` });

const person = {
  email: "ann@example.com",
  name: "Ann",
  role: "support",
  password: "correct horse",
};
const { id: adminId } = await createAdmin(ctx, person);
const visitor = { address: "203.0.113.7", userAgent: "<b>Firefox/140.0 (X11; Linux)" };
const { sessionId } = await openSession(ctx, {
  adminId,
  method: "password",
  confirmed: true,
  ...visitor,
});
const news = { adminId, sessionId, address: "", at: "2026-11-23T10:00:00.000Z" };

beforeEach(async () => {
  said.length = 0;
  answer = { status: 200, body: { ok: true, result: { message_id: 1 } } };
  await db.update(admins).set({ telegramId: 42n, locale: "en" });
});

test("a sign-in from a new device is told with device, address and time, in one's language", async () => {
  expect(await tellOperator(ctx, { ...news, kind: "new_device" })).toEqual({ kind: "sent" });
  expect(said).toMatchObject([{ chat_id: "42" }]);
  expect(said[0]?.text).toMatch(/New sign-in.*Firefox, Linux.*203\.0\.113\.7.*Nov 23/s);
  await db.update(admins).set({ locale: "ru" });
  await tellOperator(ctx, { ...news, kind: "new_device" });
  expect(said[1]?.text).toMatch(/Новый вход/);
});

test("a copied token is told with the address it came from", async () => {
  await tellOperator(ctx, { ...news, kind: "session_reuse", address: "193.0.6.139" });
  expect(said[0]?.text).toMatch(/second time.*193\.0\.6\.139 \(Netherlands\)/s);
});

test("without a linked account nothing is said; a busy Telegram is asked again later", async () => {
  answer = {
    status: 429,
    body: { ok: false, error_code: 429, description: "slow", parameters: { retry_after: 7 } },
  };
  const later = await tellOperator(ctx, { ...news, kind: "password_reset" });
  expect(later).toMatchObject({ kind: "later", seconds: 7 });
  said.length = 0;
  await db.update(admins).set({ telegramId: null });
  expect(await tellOperator(ctx, { ...news, kind: "new_device" })).toMatchObject({
    kind: "skipped",
  });
  expect(said).toEqual([]);
});
