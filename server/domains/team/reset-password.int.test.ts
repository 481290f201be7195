import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { rateLimits } from "@/db/schema/protection";
import { adminRefreshTokens, adminSessions, admins, oneTimeSecrets } from "@/db/schema/team";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { createAdmin, findSessionAdmin, resetPassword, signInWithPassword } from ".";
import { openPasswordLink } from "./password-link";
import { findPendingSignIn, openPendingSignIn } from "./pending-sign-in";

const { db } = await testDatabase();
const start = new Date("2026-11-23T10:00:00Z");
const at = (seconds: number): Ctx =>
  systemContext("test", { db, clock: () => new Date(start.getTime() + seconds * 1000) });
const login = { email: "ann@example.com", password: "correct horse" };
const home = { address: "203.0.113.7", userAgent: "Firefox/140.0" };
const password = "another horse";

let adminId = "";
beforeEach(async () => {
  for (const table of [oneTimeSecrets, rateLimits, adminRefreshTokens, adminSessions, admins]) {
    await db.delete(table);
  }
  ({ id: adminId } = await createAdmin(at(0), { ...login, name: "Ann", role: "support" }));
});

const openLink = async (ctx = at(0)) => {
  const { link } = await openPasswordLink(ctx, { adminId, lifetimeMs: 30 * 60_000 });
  return new URL(link).hash.slice(1);
};
const reset = (seconds: number, token: string) =>
  resetPassword(at(seconds), { token, password, ...home });
const enter = (seconds: number, given = login) =>
  signInWithPassword(at(seconds), { ...given, ...home });
const over = { kind: "unauthenticated", code: "reset_link_over" };

test("a link sets a new password once, ends every session and what was begun, and opens a locked account", async () => {
  const step = await enter(0);
  if (step.kind !== "signed_in") throw new Error(step.kind);
  const { secret } = await openPendingSignIn(at(0), { adminId, method: "password" });
  const guess = { ...login, password: "guess" };
  for (let n = 0; n < 5; n += 1) await enter(1, guess).catch(() => {});
  await expect(enter(2)).rejects.toMatchObject({ kind: "rate_limited" });

  const token = await openLink();
  await reset(10, token);
  expect(await findSessionAdmin(at(11), step.session.accessClaims)).toBeNull();
  expect(await findPendingSignIn(at(11), { secret })).toBeNull();
  await expect(enter(11)).rejects.toMatchObject({ code: "wrong_credentials" });
  await expect(enter(11, { ...login, password })).resolves.toBeTruthy();
  await expect(reset(12, token)).rejects.toMatchObject(over);
  const entries = await db.select().from(auditLog).where(eq(auditLog.subjectId, adminId));
  expect(entries.map(({ action }) => action)).toContain("team.resetPassword");
});

test("the first link that is used makes the others worthless, and of many at once one works", async () => {
  const tokens = [await openLink(), await openLink()];
  const answers = await Promise.allSettled(
    Array.from({ length: 6 }, (_, n) => reset(1, tokens[n % 2] ?? "")),
  );
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a link lasts 30 minutes, for an operator who may still sign in, and cannot be made up", async () => {
  const token = await openLink();
  await expect(reset(1800, token)).rejects.toMatchObject(over);
  for (const forged of ["", ".", token.split(".")[0] ?? "", `${token}x`, "ots_1.x"]) {
    await expect(reset(1, forged)).rejects.toMatchObject(over);
  }
  await db.update(admins).set({ disabledAt: start });
  await expect(reset(1, token)).rejects.toMatchObject(over);
});
