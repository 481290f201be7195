import { beforeEach, expect, test } from "vitest";
import { adminRefreshTokens, adminSessions, admins } from "@/db/schema/team";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { createAdmin, ensureFirstAdmin, signInWithPassword } from ".";

const { db } = await testDatabase();
const ctx = systemContext("test", { db });
const login = { email: "Ann@Example.com", password: "correct horse" };

const visitor = { address: "203.0.113.7", userAgent: "" };

beforeEach(async () => {
  await db.delete(adminRefreshTokens);
  await db.delete(adminSessions);
  await db.delete(admins);
  await createAdmin(ctx, { ...login, name: "Ann", role: "support" });
});

test("the first owner is made once, however many processes start", async () => {
  await db.delete(admins);
  const made = await Promise.all(Array.from({ length: 4 }, () => ensureFirstAdmin(ctx)));
  const logins = made.filter((login) => login !== null);
  expect(logins).toHaveLength(1);
  const step = await signInWithPassword(ctx, { ...(logins[0] ?? login), ...visitor });
  expect(step.kind).toBe("signed_in");
  expect((await db.select().from(admins))[0]?.role).toBe("owner");
});

test("an e-mail belongs to one operator", async () => {
  await expect(createAdmin(ctx, { ...login, name: "Other", role: "admin" })).rejects.toMatchObject({
    code: "email_taken",
  });
});
