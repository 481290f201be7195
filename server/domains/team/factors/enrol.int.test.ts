import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { adminSessions, admins } from "@/db/schema/team";
import { testDatabase } from "@/db/testing";
import { type AdminActor, type Ctx, systemContext } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { updateSettingsGroup } from "@/server/domains/settings";
import {
  confirmIdentity,
  confirmTotp,
  createAdmin,
  disableTotp,
  findSessionAdmin,
  getOwnProfile,
  renewRecoveryCodes,
  setOwnName,
  startTotp,
} from "..";
import { totpOf } from ".";

const { db } = await testDatabase();
let now = new Date("2026-06-01T12:00:00Z");
const system = systemContext("test", { db, clock: () => now });
const site = { origin: "http://localhost", rpId: "localhost" };
const password = "a-password-for-tests";
const STEP = 30_000;

let adminId = "";
let sid = "";
beforeEach(async () => {
  now = new Date("2026-06-01T12:00:00Z");
  const email = `${newId("admin")}@example.com`;
  adminId = (await createAdmin(system, { email, name: "Ann", password, role: "admin" })).id;
  sid = newId("session");
  await db.insert(adminSessions).values({
    id: sid,
    adminId,
    method: "password",
    confirmedAt: now,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: new Date(now.getTime() + 86_400_000),
  });
});

/** As each request finds them: with what their session is worth now. */
async function ann(): Promise<Ctx> {
  const admin = await findSessionAdmin(system, { sub: adminId, sid });
  if (!admin) throw new Error("signed out");
  const { id, name, permissions, session } = admin;
  const actor: AdminActor = { type: "admin", id, name, permissions, session };
  return { ...system, actor };
}
const codeAt = (secret: string, offset = 0) =>
  totpOf(secret).generate({ timestamp: now.getTime() + offset });

async function withTotp() {
  const { secret } = await startTotp(await ann());
  const { recoveryCodes } = await confirmTotp(await ann(), { code: codeAt(secret) });
  now = new Date(now.getTime() + STEP);
  return { secret, recoveryCodes };
}
const confirm = async (proof: { kind: "totp" | "recovery" | "password"; code: string }) =>
  confirmIdentity(await ann(), { ...proof, site });

describe("an authenticator app", () => {
  it("counts once its first code was right, and brings ten codes to write down", async () => {
    const { secret, uri } = { ...(await startTotp(await ann())) };
    expect(uri).toMatch(/^otpauth:\/\/totp\/Rezeis:/);
    expect((await getOwnProfile(await ann())).factors.totp).toBe(false);
    await expect(confirmTotp(await ann(), { code: "000000" })).rejects.toMatchObject({
      code: "wrong_code",
    });
    const { recoveryCodes } = await confirmTotp(await ann(), { code: codeAt(secret) });
    expect(new Set(recoveryCodes).size).toBe(10);
    expect((await getOwnProfile(await ann())).factors).toEqual({
      totp: true,
      passkeys: 0,
      recoveryCodesLeft: 10,
    });
    await expect(startTotp(await ann())).rejects.toMatchObject({ code: "totp_already_on" });
    const [row] = await db.select().from(admins).where(eq(admins.id, adminId));
    expect(row?.totpSealed).not.toContain(secret);
  });

  it("takes a clock that is one step off, not two, and no code twice, even at once", async () => {
    const { secret } = await withTotp();
    now = new Date(now.getTime() + 10 * STEP);
    for (const [offset, ok] of [
      [-2 * STEP, false],
      [-STEP, true],
      [STEP, true],
      [2 * STEP, false],
    ] as const) {
      const code = codeAt(secret, offset);
      if (ok) await confirm({ kind: "totp", code });
      else
        await expect(confirm({ kind: "totp", code })).rejects.toMatchObject({ code: "wrong_code" });
    }
    now = new Date(now.getTime() + 10 * STEP);
    const code = codeAt(secret);
    const tries = await Promise.allSettled(
      Array.from({ length: 4 }, () => confirm({ kind: "totp", code })),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("confirming that it is oneself", () => {
  it("opens dangerous actions for ten minutes", async () => {
    const { secret } = await withTotp();
    now = new Date(now.getTime() + 11 * 60_000);
    await expect(disableTotp(await ann())).rejects.toMatchObject({ code: "fresh_factor_needed" });
    await confirm({ kind: "totp", code: codeAt(secret) });
    await disableTotp(await ann());
    expect((await getOwnProfile(await ann())).factors.totp).toBe(false);
  });

  it("takes the password from those only who have nothing else", async () => {
    await expect(confirm({ kind: "password", code: "wrong" })).rejects.toMatchObject({
      code: "wrong_code",
    });
    await confirm({ kind: "password", code: password });
    await withTotp();
    await expect(confirm({ kind: "password", code: password })).rejects.toMatchObject({
      code: "wrong_code",
    });
  });

  it("takes each recovery code once; new ones make the old ones worthless", async () => {
    const { recoveryCodes } = await withTotp();
    const [first = "", second = ""] = recoveryCodes;
    await confirm({ kind: "recovery", code: first.toLowerCase() });
    await expect(confirm({ kind: "recovery", code: first })).rejects.toMatchObject({
      code: "wrong_code",
    });
    const tries = await Promise.allSettled(
      Array.from({ length: 4 }, () => confirm({ kind: "recovery", code: recoveryCodes[2] ?? "" })),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await renewRecoveryCodes(await ann());
    await expect(confirm({ kind: "recovery", code: second })).rejects.toMatchObject({
      code: "wrong_code",
    });
  });

  it("makes guessing wait", async () => {
    await withTotp();
    const codes = ["111111", "222222", "333333", "444444", "555555", "666666", "777777"];
    const answers: string[] = [];
    for (const code of codes) {
      await confirm({ kind: "totp", code }).catch((error: { code: string }) =>
        answers.push(error.code),
      );
    }
    expect(answers.at(-1)).toBe("rate_limited");
  });
});

it("nobody whose role must have a second factor removes the last one", async () => {
  await withTotp();
  await updateSettingsGroup(system, { id: "team", values: { secondFactorAdmin: true } });
  await expect(disableTotp(await ann())).rejects.toMatchObject({ code: "last_factor" });
  await updateSettingsGroup(system, { id: "team", values: { secondFactorAdmin: false } });
  await disableTotp(await ann());
});

it("calls oneself by another name, which the audit log keeps", async () => {
  await setOwnName(await ann(), { name: "  Anna " });
  expect((await getOwnProfile(await ann())).name).toBe("Anna");
  const entries = await db
    .select({ before: auditLog.before, after: auditLog.after })
    .from(auditLog)
    .where(and(eq(auditLog.action, "team.setOwnName"), eq(auditLog.subjectId, adminId)));
  expect(entries).toEqual([{ before: { name: "Ann" }, after: { name: "Anna" } }]);
  await expect(setOwnName(await ann(), { name: " " })).rejects.toMatchObject({
    kind: "validation",
  });
});
