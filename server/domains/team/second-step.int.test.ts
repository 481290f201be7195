import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { rateLimits } from "@/db/schema/protection";
import {
  adminRecoveryCodes,
  adminRefreshTokens,
  adminSessions,
  admins,
  oneTimeSecrets,
} from "@/db/schema/team";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { env, provideEnv } from "@/server/core/env";
import { encrypt } from "@/server/core/sealing";
import en from "@/server/i18n/messages/en/team.json";
import {
  changeOwnPassword,
  createAdmin,
  findSessionAdmin,
  finishSignIn,
  pendingSignInFactors,
  signInWithPassword,
} from ".";
import { recoveryCodeHash, totpOf } from "./factors";

const { db } = await testDatabase();
const start = new Date("2026-11-23T10:00:00Z");
const at = (seconds: number): Ctx =>
  systemContext("test", { db, clock: () => new Date(start.getTime() + seconds * 1000) });
const login = { email: "ann@example.com", password: "correct horse" };
const home = { address: "203.0.113.7", userAgent: "Firefox/140.0" };
const site = { origin: "https://shop.test", rpId: "shop.test" };
const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const RECOVERY = "7QX2-M4KD-9WTE";

let adminId = "";
beforeEach(async () => {
  for (const table of [
    oneTimeSecrets,
    rateLimits,
    adminRecoveryCodes,
    adminRefreshTokens,
    adminSessions,
    admins,
  ]) {
    await db.delete(table);
  }
  ({ id: adminId } = await createAdmin(at(0), { ...login, name: "Ann", role: "support" }));
  await db.update(admins).set({ totpSealed: encrypt(SECRET), totpConfirmedAt: start });
  await db.insert(adminRecoveryCodes).values({ adminId, hash: recoveryCodeHash(RECOVERY) });
});

const begin = async (seconds = 0): Promise<string> => {
  const step = await signInWithPassword(at(seconds), { ...login, ...home });
  if (step.kind !== "second_factor") throw new Error(step.kind);
  return step.secret;
};
const codeAt = (seconds: number) =>
  totpOf(SECRET).generate({ timestamp: start.getTime() + seconds * 1000 });
const finish = (
  secret: string,
  seconds: number,
  code: string,
  kind: "totp" | "recovery" = "totp",
) => finishSignIn(at(seconds), { secret, site, factor: { kind, code }, ...home });
const wrong = { kind: "unauthenticated", code: "wrong_code" };
const expired = { kind: "unauthenticated", code: "sign_in_expired" };

test("the password alone opens no session, and says what else is asked for", async () => {
  const secret = await begin();
  expect(await db.$count(adminSessions)).toBe(0);
  expect(await pendingSignInFactors(at(1), { secret })).toEqual({
    totp: true,
    passkeys: 0,
    recoveryCodesLeft: 1,
  });
  expect(await pendingSignInFactors(at(1), { secret: `${secret}x` })).toBeNull();
});

describe("a code of the app", () => {
  test("opens a session that may do dangerous things for a while", async () => {
    const step = await finish(await begin(), 5, codeAt(5));
    if (step.kind !== "signed_in") throw new Error(step.kind);
    const admin = await findSessionAdmin(at(6), step.session.accessClaims);
    expect(admin?.session?.freshUntil).toEqual(new Date(start.getTime() + 605_000));
    expect((await db.select().from(adminSessions))[0]?.method).toBe("password");
  });

  test.each([-30, 30])("counts when the phone's clock is off by %d s", async (skew) => {
    await expect(finish(await begin(), 60, codeAt(60 + skew))).resolves.toBeTruthy();
  });

  test.each([-60, 60, 3600])("counts no more at %d s", async (skew) => {
    await expect(finish(await begin(), 60, codeAt(60 + skew))).rejects.toMatchObject(wrong);
  });

  test("counts once, whoever saw it, and none older after it", async () => {
    await finish(await begin(), 60, codeAt(60));
    await expect(finish(await begin(61), 62, codeAt(60))).rejects.toMatchObject(wrong);
    await expect(finish(await begin(63), 63, codeAt(30))).rejects.toMatchObject(wrong);
    await expect(finish(await begin(90), 90, codeAt(90))).resolves.toBeTruthy();
  });

  test("turned in by many tabs at once opens one session", async () => {
    const secrets = await Promise.all(Array.from({ length: 5 }, () => begin()));
    const answers = await Promise.allSettled(secrets.map((secret) => finish(secret, 5, codeAt(5))));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.$count(adminSessions)).toBe(1);
  });

  test.each(["", "12345", "1234567", "abcdef", "000000", " "])("%j is none", async (code) => {
    if (code === codeAt(5)) return;
    await expect(finish(await begin(), 5, code)).rejects.toMatchObject(wrong);
  });
});

describe("a recovery code", () => {
  test("counts once, however it is typed, and is audited", async () => {
    await finish(await begin(), 5, " 7qx2 m4kd9wte ", "recovery");
    await expect(finish(await begin(6), 7, RECOVERY, "recovery")).rejects.toMatchObject(wrong);
    const entries = await db.select().from(auditLog).where(eq(auditLog.subjectId, adminId));
    expect(entries.map(({ action }) => action)).toContain("team.useRecoveryCode");
  });

  test("opens the door where the app's secret was sealed with a key that is gone, and it is said", async () => {
    const { ENCRYPTION_KEY } = env();
    provideEnv({ ENCRYPTION_KEY: "fedcba9876543210".repeat(4) });
    onTestFinished(() => provideEnv({ ENCRYPTION_KEY }));
    const begun = await begin();
    const code = "encryption_key_missing";
    await expect(finish(begun, 5, codeAt(5))).rejects.toMatchObject({ code });
    expect(en.signIn.errors[code]).toContain("recovery code");
    expect(await finish(begun, 6, RECOVERY, "recovery")).toMatchObject({ kind: "signed_in" });
  });

  test("of somebody else counts for nobody", async () => {
    const other = { ...login, email: "bob@example.com", name: "Bob", role: "support" };
    const { id } = await createAdmin(at(0), other);
    await db.update(adminRecoveryCodes).set({ adminId: id });
    await expect(finish(await begin(), 5, RECOVERY, "recovery")).rejects.toMatchObject(wrong);
  });
});

describe("a sign-in that is half done", () => {
  test("is over after ten minutes, after it opened a session, and after a few wrong codes", async () => {
    await expect(finish(await begin(), 601, codeAt(601))).rejects.toMatchObject(expired);
    const used = await begin(700);
    await finish(used, 700, codeAt(700));
    await expect(finish(used, 730, codeAt(730))).rejects.toMatchObject(expired);
    await expect(finish("ots_1.x", 730, codeAt(730))).rejects.toMatchObject(expired);
  });

  test("is over when the password changes or its operator is shut out", async () => {
    const secret = await begin();
    const me: Ctx = { ...at(1), actor: { type: "admin", id: adminId, name: "", permissions: [] } };
    await changeOwnPassword(me, { current: login.password, next: "another horse" });
    await expect(finish(secret, 5, codeAt(5))).rejects.toMatchObject(expired);
    await changeOwnPassword(me, { current: "another horse", next: login.password });
    const later = await begin(30);
    await db.update(admins).set({ disabledAt: start });
    await expect(finish(later, 31, codeAt(31))).rejects.toMatchObject(expired);
  });

  test("cannot be begun anew to guess on: the account waits ever longer", async () => {
    let guesses = 0;
    for (let n = 0; n < 20; n += 1) {
      const answer = await finish(await begin(n), n, "000000").catch((error) => error);
      if (answer.code === "wrong_code") guesses += 1;
      else expect(answer).toMatchObject({ kind: "rate_limited" });
    }
    expect(guesses).toBe(5);
    await expect(finish(await begin(21), 21, codeAt(21))).rejects.toMatchObject({
      kind: "rate_limited",
    });
  });
});
