import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { admins } from "@/db/schema/team";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import {
  changeOwnPassword,
  createAdmin,
  ensureFirstAdmin,
  findSessionAdmin,
  verifyCredentials,
} from ".";

const { db } = await testDatabase();
const ctx = systemContext("test", { db });
const login = { email: "Ann@Example.com", password: "correct horse" };

beforeEach(async () => {
  await db.delete(admins);
  await createAdmin(ctx, { ...login, name: "Ann", role: "support" });
});

const fails = (password: string, at = new Date()) =>
  expect(verifyCredentials({ ...ctx, clock: () => at }, { ...login, password })).rejects;

test("the right password opens, whatever the case of the e-mail, and is audited", async () => {
  const admin = await verifyCredentials(ctx, { ...login, email: " ANN@example.COM " });
  expect(admin).toMatchObject({ email: "ann@example.com", role: "support", sessionVersion: 1 });
  const rows = await db.select().from(auditLog).where(eq(auditLog.actorId, admin.id));
  expect(rows.map((row) => row.action)).toContain("team.signIn");
});

test("wrong password, unknown and disabled accounts are one answer", async () => {
  await fails("wrong").toMatchObject({ code: "wrong_credentials" });
  await expect(
    verifyCredentials(ctx, { email: "nobody@example.com", password: "x" }),
  ).rejects.toMatchObject({ code: "wrong_credentials" });
  await db.update(admins).set({ disabledAt: new Date() });
  await fails(login.password).toMatchObject({ code: "wrong_credentials" });
});

test("ten failures lock for 15 minutes, for the right password too", async () => {
  const now = new Date();
  await Promise.all(
    Array.from({ length: 10 }, () => fails("guess", now).toMatchObject({ name: "AppError" })),
  );
  await fails(login.password, now).toMatchObject({ code: "account_locked" });
  const later = new Date(now.getTime() + 15 * 60_000 + 1);
  await expect(verifyCredentials({ ...ctx, clock: () => later }, login)).resolves.toBeTruthy();
});

test("a new password ends every session", async () => {
  const admin = await verifyCredentials(ctx, login);
  const session = { adminId: admin.id, sessionVersion: admin.sessionVersion };
  expect(await findSessionAdmin(ctx, session)).toMatchObject({ id: admin.id });
  const own = {
    ...ctx,
    actor: { type: "admin", id: admin.id, name: "Ann", permissions: [] },
  } as const;
  const next = "another horse";
  await expect(changeOwnPassword(own, { current: "wrong", next })).rejects.toMatchObject({
    code: "wrong_password",
  });
  await changeOwnPassword(own, { current: login.password, next });
  expect(await findSessionAdmin(ctx, session)).toBeNull();
  await expect(verifyCredentials(ctx, { ...login, password: next })).resolves.toBeTruthy();
});

test("the first owner is made once, however many processes start", async () => {
  await db.delete(admins);
  const made = await Promise.all(Array.from({ length: 4 }, () => ensureFirstAdmin(ctx)));
  const logins = made.filter((login) => login !== null);
  expect(logins).toHaveLength(1);
  await expect(verifyCredentials(ctx, logins[0] ?? login)).resolves.toMatchObject({
    role: "owner",
  });
});

test("an e-mail belongs to one operator", async () => {
  await expect(createAdmin(ctx, { ...login, name: "Other", role: "admin" })).rejects.toMatchObject({
    code: "email_taken",
  });
});
