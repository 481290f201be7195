import { eq } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { rateLimits } from "@/db/schema/protection";
import { oneTimeSecrets } from "@/db/schema/team";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { startDemoMail } from "@/server/demo/mail";
import { updateSettingsGroup } from "@/server/domains/settings";
import { askOwnEmail, confirmOwnEmail, createAdmin, getOwnProfile, sendPasswordReset } from ".";

const { db, sql } = await testDatabase();
const now = new Date("2026-11-23T10:00:00Z");
const system: Ctx = systemContext("test", { db, clock: () => now });
const mail = await startDemoMail();
afterAll(() => mail.stop());
const { host, port } = mail;
const values = { host, port, encryption: "none", from: "Shop <shop@example.com>" };
await updateSettingsGroup(system, { id: "email", values });

let people = 0;
async function operator(minutesFresh = 10): Promise<{ email: string; ctx: Ctx }> {
  people += 1;
  const email = `ann-${people}@example.com`;
  const person = { email, name: "Ann", role: "support", password: "correct horse" };
  const { id } = await createAdmin(system, person);
  const freshUntil = new Date(now.getTime() + minutesFresh * 60_000);
  const session = { id: "ses_1", address: "203.0.113.7", freshUntil };
  return {
    email,
    ctx: { ...system, actor: { type: "admin", id, name: "Ann", permissions: [], session } },
  };
}
beforeEach(async () => {
  await db.delete(rateLimits);
  await db.delete(oneTimeSecrets);
});

const lettersTo = (address: string) => mail.letters().filter(({ to }) => to.includes(address));
const codeFor = (address: string): string =>
  /\d{6}/.exec(lettersTo(address).at(-1)?.subject ?? "")?.[0] ?? "";

test("an address becomes one's own by the code that was sent to it, and the old one hears of it", async () => {
  const { email: before, ctx } = await operator();
  await sendPasswordReset(system, { email: before });
  const links = () => sql`
    select 1 from one_time_secrets where purpose = 'password_reset' and used_at is null`;
  expect(await links()).toHaveLength(1);
  await askOwnEmail(ctx, { email: " New@Example.com ".trim() });
  expect((await getOwnProfile(ctx)).email).toBe(before);
  expect(await confirmOwnEmail(ctx, { code: codeFor("new@example.com") })).toEqual({
    email: "new@example.com",
  });
  expect((await getOwnProfile(ctx)).email).toBe("new@example.com");
  expect(
    lettersTo(before)
      .map(({ text }) => text)
      .join(),
  ).toContain("new@example.com");
  // The link to a new password that went to the old address is worth nothing any more.
  expect(await links()).toEqual([]);
  const [entry] = await db
    .select()
    .from(auditLog)
    .where(eq(auditLog.action, "team.changeOwnEmail"));
  expect(entry).toMatchObject({ before: { email: before }, after: { email: "new@example.com" } });
  const told = await sql`select data from outbox where name = 'team/operator.news'`;
  expect(told.map(({ data }) => data.kind)).toContain("email_changed");
});

test("a wrong code changes nothing, and the right one works once", async () => {
  const { email, ctx } = await operator();
  await askOwnEmail(ctx, { email: "second@example.com" });
  const code = codeFor("second@example.com");
  const wrong = code === "000000" ? "000001" : "000000";
  await expect(confirmOwnEmail(ctx, { code: wrong })).rejects.toMatchObject({ code: "code_wrong" });
  expect((await getOwnProfile(ctx)).email).toBe(email);
  await confirmOwnEmail(ctx, { code });
  await expect(confirmOwnEmail(ctx, { code })).rejects.toMatchObject({ code: "code_expired" });
});

test("a colleague's address is refused only to whoever reads its letters", async () => {
  const [{ ctx }, { email }] = [await operator(), await operator()];
  await askOwnEmail(ctx, { email });
  await expect(confirmOwnEmail(ctx, { code: codeFor(email) })).rejects.toMatchObject({
    code: "email_taken",
  });
});

test("both steps ask for a fresh second factor, and the code is nobody else's", async () => {
  const [{ ctx }, { ctx: stale }] = [await operator(), await operator(-1)];
  await expect(askOwnEmail(stale, { email: "x@example.com" })).rejects.toMatchObject({
    code: "fresh_factor_needed",
  });
  await askOwnEmail(ctx, { email: "third@example.com" });
  const code = codeFor("third@example.com");
  await expect(confirmOwnEmail(stale, { code })).rejects.toMatchObject({
    code: "fresh_factor_needed",
  });
  const { ctx: other } = await operator();
  await expect(confirmOwnEmail(other, { code })).rejects.toMatchObject({ code: "code_expired" });
});
