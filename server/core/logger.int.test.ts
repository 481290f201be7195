import { sql as query } from "drizzle-orm";
import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing";
import { createTelegramApi } from "@/server/integrations/telegram/api";
import { AppError } from "./errors";
import { errorResponse } from "./http";
import { createLogger } from "./logger";
import { errorText } from "./redact";
import { encrypt } from "./sealing";

const { db } = await testDatabase();

const BOT = "7123456789:AAH-planted-token-of-a-bot-35-chars";
const PLANTED = [
  BOT,
  "planted-password",
  "planted-bearer-credential",
  "sk_live_plantedplanted1234",
];

/** Everything that was logged, as it leaves the process. */
function listening() {
  const lines: string[] = [];
  const log = createLogger("trace", { write: (line: string) => void lines.push(line) });
  return { log, said: () => lines.join("") };
}

function expectNothing(text: string): void {
  expect(text.length).toBeGreaterThan(0);
  for (const secret of PLANTED) expect(text).not.toContain(secret);
}

test("by their names, at any depth, in children too", () => {
  const { log, said } = listening();
  const deep = { a: { b: { c: { d: { password: "planted-password", kept: "kept" } } } } };
  log
    .child({ apiKey: "planted-password" })
    .warn({ list: [deep], sealedDetails: "planted-password" });
  expectNothing(said());
  expect(said()).toContain("kept");
});

test("by their looks, in messages and in errors", () => {
  const { log, said } = listening();
  log.error(`POST https://api.telegram.org/bot${BOT}/sendMessage failed`);
  log.error({ err: new Error("GET postgres://shop:planted-password@db/shop") }, "down");
  log.error({ header: "Bearer planted-bearer-credential", key: "sk_live_plantedplanted1234" });
  log.error({
    link: "https://shop/x?token=planted-password&q=1",
    value: encrypt("planted-password"),
  });
  expectNothing(said());
  expect(said()).not.toMatch(/v2\.[0-9a-f]{8}\./);
});

test("a failed query tells its text, not its values", async () => {
  const { log, said } = listening();
  const err = await db.execute(query`select ${"planted-password"}::int`).then(
    () => null,
    (error: unknown) => error,
  );
  log.error({ err }, "request failed");
  expectNothing(said());
  expect(said()).toContain("22P02");
  // The same for columns and pages that keep what went wrong.
  expectNothing(errorText(err));
  expectNothing(errorText(new Error(`https://api.telegram.org/bot${BOT}/getMe`)));
});

test("an answer to a browser has none of them, whatever failed inside", async () => {
  const { log, said } = listening();
  const cause = new Error(`https://api.telegram.org/bot${BOT}/getMe`);
  const unexpected = await errorResponse(cause, log).text();
  const typed = new AppError(
    "unavailable",
    "panel_unavailable",
    "The panel is away.",
    {},
    { cause },
  );
  const answer = await errorResponse(typed, log).text();
  expectNothing(unexpected + answer + said());
});

test("a bot's address that cannot be reached does not tell its token", async () => {
  const api = createTelegramApi({ token: BOT, apiRoot: "http://127.0.0.1:9", timeoutMs: 1000 });
  const outcome = await api.call("getMe", {});
  expect(outcome.kind).toBe("unavailable");
  expectNothing(JSON.stringify(outcome));
});
