import { and, eq } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { customers } from "@/db/schema/customers";
import { rateLimits } from "@/db/schema/protection";
import { oneTimeSecrets } from "@/db/schema/team";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { startDemoMail } from "@/server/demo/mail";
import { addPartner } from "@/server/domains/partners";
import { updateSettingsGroup } from "@/server/domains/settings";
import { askSignInCode, confirmEmail, findCustomerSession, linkEmail, signInWithEmail } from ".";
import { upsertTelegramCustomer } from "./upsert-telegram-customer";

const { db } = await testDatabase();
let now = new Date("2026-05-01T10:00:00Z");
const ctx: Ctx = systemContext("test", { db, clock: () => now });
const mail = await startDemoMail();
afterAll(() => mail.stop());
const { host, port } = mail;
const values = { host, port, encryption: "none", from: "Shop <shop@example.com>" };
await updateSettingsGroup(ctx, { id: "email", values });

beforeEach(async () => {
  await db.delete(rateLimits);
});

const someone = () => `${newId("customer")}@example.com`;
const browser = { address: "203.0.113.9", userAgent: "Firefox", invitation: null } as const;
const ask = (email: string, address: string = browser.address) =>
  askSignInCode(ctx, { email, locale: "ru", address });
const codeFor = (email: string) =>
  /\d{6}/.exec(mail.letters().find(({ to }) => to.includes(email))?.text ?? "")?.[0] ?? "";
const signIn = (email: string, code: string) =>
  signInWithEmail(ctx, { email, code, locale: "ru", ...browser });
const wrong = (code: string) => (code === "123456" ? "654321" : "123456");
const member = (id: bigint) =>
  upsertTelegramCustomer(ctx, {
    telegramId: id,
    username: null,
    firstName: "Tanya",
    lastName: "",
    languageCode: "ru",
    startPayload: null,
  });

test("a new address becomes a customer, and the same one the next time, however it is spelt", async () => {
  const email = someone();
  await ask(` ${email.toUpperCase()} `);
  expect(mail.letters()[0]?.subject).toMatch(/^Код для входа: \d{6}$/);
  const code = codeFor(email);
  const first = await signIn(email, `${code.slice(0, 3)} ${code.slice(3)}`);
  expect(first.created).toBe(true);
  expect(await findCustomerSession(ctx, first)).toMatchObject({ customerId: first.customerId });
  const [row] = await db.select().from(customers).where(eq(customers.email, email));
  expect(row).toMatchObject({ telegramId: null, source: "web", locale: "ru", referredBy: null });
  await ask(email);
  expect(await signIn(email, codeFor(email))).toMatchObject({
    created: false,
    customerId: first.customerId,
  });
});

test("who invited them is written at the first touch and never again", async () => {
  const [{ customer: friend }, { customer: later }] = [await member(501n), await member(502n)];
  const email = someone();
  await ask(email);
  const invitation = `refw_${friend.referralCode.toLowerCase()}-spring`;
  await signInWithEmail(ctx, {
    email,
    code: codeFor(email),
    locale: "en",
    ...browser,
    invitation,
  });
  await ask(email);
  await signInWithEmail(ctx, {
    email,
    code: codeFor(email),
    locale: "en",
    ...browser,
    invitation: `refw_${later.referralCode}`,
  });
  const [row] = await db.select().from(customers).where(eq(customers.email, email));
  expect(row).toMatchObject({ referredBy: friend.id, source: invitation });
});

test("a code works once, for ten minutes, and only the newest does", async () => {
  const email = someone();
  await ask(email);
  const old = codeFor(email);
  await ask(email);
  const code = codeFor(email);
  if (old !== code) await expect(signIn(email, old)).rejects.toMatchObject({ code: "code_wrong" });
  await signIn(email, code);
  await expect(signIn(email, code)).rejects.toMatchObject({ code: "code_expired" });
  await ask(email);
  const before = now;
  now = new Date(now.getTime() + 10 * 60_000);
  await expect(signIn(email, codeFor(email))).rejects.toMatchObject({ code: "code_expired" });
  now = before;
});

test("twenty guesses at once get five tries, and then the right code is worth nothing", async () => {
  const email = someone();
  await ask(email);
  const code = codeFor(email);
  const tries = await Promise.allSettled(
    Array.from({ length: 20 }, () => signIn(email, wrong(code))),
  );
  const codes = tries.map((one) => (one.status === "rejected" ? one.reason.code : "in"));
  expect(codes.filter((one) => one === "code_wrong")).toHaveLength(4);
  expect(codes.filter((one) => one === "code_used_up")).toHaveLength(16);
  await expect(signIn(email, code)).rejects.toMatchObject({ code: "code_used_up" });
  const [row] = await db
    .select()
    .from(oneTimeSecrets)
    .where(and(eq(oneTimeSecrets.purpose, "email_code"), eq(oneTimeSecrets.subject, email)));
  expect(row).toMatchObject({ attempts: 5, usedAt: null });
  expect(row?.hash).not.toContain(code);
});

test("twenty presses with the right code open one session and make one customer", async () => {
  const email = someone();
  await ask(email);
  const code = codeFor(email);
  const all = await Promise.allSettled(Array.from({ length: 20 }, () => signIn(email, code)));
  expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await db.select().from(customers).where(eq(customers.email, email))).toHaveLength(1);
});

test("letters are limited by address and by visitor, alike for known and unknown ones", async () => {
  const [known, unknown] = [someone(), someone()];
  await ask(known);
  await signIn(known, codeFor(known));
  await db.delete(rateLimits);
  for (const email of [known, unknown]) {
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => ask(email)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    const refused = all.find((one) => one.status === "rejected");
    expect(refused?.reason).toMatchObject({ code: "rate_limited", details: { seconds: 900 } });
  }
  await db.delete(rateLimits);
  for (let i = 0; i < 30; i += 1) await ask(someone());
  await expect(ask(someone())).rejects.toMatchObject({ code: "rate_limited" });
  await expect(ask(someone(), "203.0.113.10")).resolves.toBeUndefined();
});

test("a Telegram customer links an address and signs in by it; another's is refused after its code only", async () => {
  const { customer } = await member(601n);
  const own: Ctx = { ...ctx, actor: { type: "customer", id: customer.id } };
  const email = someone();
  await linkEmail(own, { customerId: customer.id, email });
  expect(await confirmEmail(own, { customerId: customer.id, code: codeFor(email) })).toEqual({
    email,
  });
  await ask(email);
  expect(await signIn(email, codeFor(email))).toMatchObject({ customerId: customer.id });

  const { customer: other } = await member(602n);
  const theirs: Ctx = { ...ctx, actor: { type: "customer", id: other.id } };
  await linkEmail(theirs, { customerId: other.id, email });
  const code = codeFor(email);
  const input = { customerId: other.id, code: wrong(code) };
  await expect(confirmEmail(theirs, input)).rejects.toMatchObject({ code: "code_wrong" });
  await expect(confirmEmail(theirs, { ...input, code })).rejects.toMatchObject({
    code: "email_taken",
  });
  await expect(confirmEmail(theirs, { ...input, customerId: customer.id })).rejects.toMatchObject({
    kind: "not_found",
  });
});

test("who is suspended stays outside, once they have shown who they are", async () => {
  const email = someone();
  await ask(email);
  await signIn(email, codeFor(email));
  await db.update(customers).set({ suspendedAt: now }).where(eq(customers.email, email));
  await ask(email);
  const code = codeFor(email);
  await expect(signIn(email, wrong(code))).rejects.toMatchObject({ code: "code_wrong" });
  await expect(signIn(email, code)).rejects.toMatchObject({ code: "customer_suspended" });
});

test("the partners' door lets partners in, into their own area only, and makes nobody a customer", async () => {
  const [partner, customer, stranger] = [someone(), someone(), someone()];
  const into = (email: string) =>
    signInWithEmail(ctx, {
      email,
      code: codeFor(email),
      locale: "en",
      ...browser,
      area: "partner",
    });
  for (const email of [partner, customer]) {
    await ask(email);
    await signIn(email, codeFor(email));
  }
  const [row] = await db.select().from(customers).where(eq(customers.email, partner));
  await addPartner(ctx, { customerId: row?.id ?? "", reason: "a friend" });

  await ask(partner);
  const session = await findCustomerSession(ctx, await into(partner));
  expect(session).toMatchObject({ customerId: row?.id, scope: "partner" });
  for (const email of [customer, stranger]) {
    await ask(email);
    await expect(into(email)).rejects.toMatchObject({ kind: "forbidden", code: "not_a_partner" });
  }
  expect(await db.select().from(customers).where(eq(customers.email, stranger))).toEqual([]);
});
