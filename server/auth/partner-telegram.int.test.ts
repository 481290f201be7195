import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { customers } from "@/db/schema/customers";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { hmacSha256Hex } from "@/server/core/crypto";
import { provideEnv } from "@/server/core/env";
import { findCustomerSession, upsertTelegramCustomer } from "@/server/domains/customers";
import { addPartner } from "@/server/domains/partners";
import { signInPartner } from "./partner-telegram";

const { db } = await testDatabase();
const TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
provideEnv({ TELEGRAM_BOT_TOKEN: TOKEN });
const ctx = systemContext("test", { db });

/** What Telegram's Login Widget hands over; each is another one. */
let signed = 0;
function widget(id: number, options: { minutesAgo?: number; token?: string } = {}): string {
  signed += 1;
  const { minutesAgo = 0, token = TOKEN } = options;
  const at = Math.floor(Date.now() / 1000) - minutesAgo * 60;
  const fields = { auth_date: at, first_name: `Ann ${signed}`, id };
  const lines = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  const key = createHash("sha256").update(token).digest();
  return JSON.stringify({ ...fields, hash: hmacSha256Hex(key, lines.sort().join("\n")) });
}

const member = async (telegramId: bigint): Promise<string> => {
  const person = { telegramId, username: null, firstName: "Ann", lastName: "", languageCode: "en" };
  return (await upsertTelegramCustomer(ctx, { ...person, startPayload: null })).customer.id;
};
const enter = (proof: string) =>
  signInPartner(new Request("http://localhost/api/miniapp/partner-session"), proof);

test("a partner gets in by Telegram, into their own area only", async () => {
  const customerId = await member(9001n);
  await addPartner(ctx, { customerId, reason: "a friend" });
  const session = await findCustomerSession(ctx, await enter(widget(9001)));
  expect(session).toMatchObject({ customerId, scope: "partner" });
});

test("what Telegram signed counts once, for ten minutes, and only with the bot's signature", async () => {
  await addPartner(ctx, { customerId: await member(9002n), reason: "a friend" });
  const proof = widget(9002);
  const together = await Promise.allSettled(Array.from({ length: 10 }, () => enter(proof)));
  expect(together.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const refused = { kind: "unauthenticated", code: "telegram_proof_invalid" };
  const anothers = JSON.stringify({ ...JSON.parse(widget(9001)), id: 9002 });
  const forged = widget(9002, { token: "1:another" });
  for (const wrong of [
    proof,
    widget(9002, { minutesAgo: 11 }),
    forged,
    anothers,
    "{}",
    "no JSON",
  ]) {
    await expect(enter(wrong)).rejects.toMatchObject(refused);
  }
});

test("who is no partner stays outside and becomes nobody; who is suspended, too", async () => {
  await member(9003n);
  for (const id of [9003, 9004]) {
    await expect(enter(widget(id))).rejects.toMatchObject({ code: "not_a_partner" });
  }
  expect(await db.select().from(customers).where(eq(customers.telegramId, 9004n))).toEqual([]);
  const customerId = await member(9005n);
  await addPartner(ctx, { customerId, reason: "a friend" });
  await db.update(customers).set({ suspendedAt: new Date() }).where(eq(customers.id, customerId));
  await expect(enter(widget(9005))).rejects.toMatchObject({ code: "customer_suspended" });
});
