import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { outbox } from "@/db/schema/outbox";
import { rateLimits } from "@/db/schema/protection";
import { oneTimeSecrets } from "@/db/schema/team";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { updateSettingsGroup } from "@/server/domains/settings";
import {
  askPasswordReset,
  createAdmin,
  resetPassword,
  sendPasswordReset,
  signInWithPassword,
} from ".";

const { db } = await testDatabase();
const ctx = systemContext("test", { db });
const login = { email: "ann@example.com", password: "correct horse" };
const home = { address: "203.0.113.7", userAgent: "Firefox/140.0" };
await createAdmin(ctx, { ...login, name: "Анна", role: "support", locale: "ru" });

const letters: string[] = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData(stream, _session, done) {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      letters.push(Buffer.concat(chunks).toString("utf8"));
      done();
    });
  },
});
server.listen(0, "127.0.0.1");
await once(server.server, "listening");
afterAll(() => new Promise<void>((resolve) => server.close(resolve)));
const { port } = server.server.address() as AddressInfo;
await updateSettingsGroup(ctx, {
  id: "email",
  values: { host: "127.0.0.1", port, encryption: "none", from: "Shop <shop@example.com>" },
});

beforeEach(async () => {
  letters.length = 0;
  for (const table of [rateLimits, outbox]) await db.delete(table);
});

/** What a mail program shows of a letter. */
function textOf(letter: string): string {
  const [head = "", ...parts] = letter.split("\r\n\r\n");
  const body = parts.join("\r\n\r\n");
  if (/base64/i.test(head)) return Buffer.from(body, "base64").toString("utf8");
  const bytes = body
    .replaceAll("=\r\n", "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  return Buffer.from(bytes, "latin1").toString("utf8");
}

test("the letter speaks its reader's language, and its link sets a new password", async () => {
  await sendPasswordReset(ctx, { email: login.email });
  const [letter = ""] = letters;
  expect(letter).toMatch(/^To: ann@example\.com$/m);
  const text = textOf(letter);
  expect(text).toContain("Анна");
  const link = /http\S+/.exec(text)?.[0] ?? "";
  expect(new URL(link).pathname).toBe("/sign-in/new-password");
  const password = "another horse";
  await resetPassword(ctx, { token: new URL(link).hash.slice(1), password, ...home });
  await expect(signInWithPassword(ctx, { ...login, password, ...home })).resolves.toBeTruthy();
});

test("nobody is written to at an address that is no operator's", async () => {
  expect(await sendPasswordReset(ctx, { email: "nobody@example.com" })).toEqual({ sent: false });
  expect(letters).toEqual([]);
});

describe("asking", () => {
  const at = (seconds: number): Ctx => ({ ...ctx, clock: () => new Date(1e12 + seconds * 1000) });
  const ask = (email: string, seconds = 0, address = home.address) =>
    askPasswordReset(at(seconds), { email, address }).then(
      () => "asked",
      (error: { code: string; kind: string }) => error.kind,
    );

  test("is one answer and one work for known and unknown addresses", async () => {
    for (const email of [login.email, "nobody@example.com"]) {
      const answers = [];
      for (let n = 0; n < 5; n += 1) answers.push(await ask(email, n, `198.51.100.${n}`));
      expect(answers).toEqual(["asked", "asked", "asked", "rate_limited", "rate_limited"]);
    }
    expect(await db.$count(outbox)).toBe(6);
    expect(await db.$count(oneTimeSecrets)).toBeLessThanOrEqual(1);
  });

  test("for many accounts makes the address wait", async () => {
    const answers: string[] = [];
    for (let n = 0; n < 15; n += 1) answers.push(await ask(`p${n}@example.com`));
    expect(answers.at(-1)).toBe("rate_limited");
  });
});
