import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { outbox } from "@/db/schema/outbox";
import { adminRefreshTokens, adminSessions, admins } from "@/db/schema/team";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import {
  changeOwnPassword,
  createAdmin,
  endOtherSessions,
  endOwnSession,
  findSessionAdmin,
  forgetOldSignIns,
  listOwnSessions,
  openSessionsAmong,
  rotateRefreshToken,
  signOut,
} from ".";
import { openSession } from "./sessions";

const { db } = await testDatabase();
const start = new Date("2026-11-23T10:00:00Z");
const at = (seconds: number): Ctx =>
  systemContext("test", { db, clock: () => new Date(start.getTime() + seconds * 1000) });
const DAY = 86_400;
const CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/143.0 Safari/537.36";
const home = { address: "203.0.113.7", userAgent: CHROME };
const thief = { address: "198.51.100.66", userAgent: "curl/8" };

let adminId = "";
beforeEach(async () => {
  await db.delete(adminRefreshTokens);
  await db.delete(adminSessions);
  await db.delete(admins);
  await db.delete(outbox);
  const email = "ann@example.com";
  const person = { email, name: "Ann", role: "support", password: "correct horse" };
  ({ id: adminId } = await createAdmin(at(0), person));
});

const open = (ctx = at(0), visitor = home) =>
  openSession(ctx, { adminId, method: "password", confirmed: true, ...visitor });
const turnIn = (ctx: Ctx, token: string, visitor = home) =>
  rotateRefreshToken(ctx, { token, ...visitor });
const over = { kind: "unauthenticated", code: "session_over" };
const audited = async (action: string) =>
  db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.action, action), eq(auditLog.subjectId, adminId)));

describe("rotation", () => {
  test("20 tabs turn in one token at once: nobody is signed out, and there is one successor", async () => {
    const { refreshToken, accessClaims } = await open();
    const ctx = at(800);
    const tabs = await Promise.all(Array.from({ length: 20 }, () => turnIn(ctx, refreshToken)));
    expect(new Set(tabs.map((tab) => tab.refreshToken)).size).toBe(1);
    expect(tabs[0]?.refreshToken).not.toBe(refreshToken);
    expect(await db.$count(adminRefreshTokens)).toBe(2);
    expect(await findSessionAdmin(ctx, accessClaims)).toMatchObject({ id: adminId });
    const next = await turnIn(at(1600), tabs[0]?.refreshToken ?? "");
    expect(await findSessionAdmin(at(1600), next.accessClaims)).not.toBeNull();
  });

  test("a tab that comes late within the grace gets the newest token, not one that is used up", async () => {
    const first = await open();
    const second = await turnIn(at(800), first.refreshToken);
    const third = await turnIn(at(810), second.refreshToken);
    const late = await turnIn(at(825), first.refreshToken);
    expect(late.refreshToken).toBe(third.refreshToken);
  });

  test("a stolen older token after the grace ends the family, in the audit log and for the operator", async () => {
    const first = await open();
    const second = await turnIn(at(800), first.refreshToken);
    await expect(turnIn(at(831), first.refreshToken, thief)).rejects.toMatchObject(over);
    expect(await findSessionAdmin(at(832), second.accessClaims)).toBeNull();
    await expect(turnIn(at(833), second.refreshToken)).rejects.toMatchObject(over);
    const [session] = await db.select().from(adminSessions);
    expect(session).toMatchObject({ endedWhy: "reuse" });
    expect(await audited("team.refreshReuse")).toMatchObject([
      {
        subjectId: adminId,
        before: { address: home.address, device: "Chrome, Windows" },
        after: { address: thief.address, device: "curl" },
      },
    ]);
    const events = await db.select().from(outbox).where(eq(outbox.name, "team/operator.news"));
    expect(events.map(({ data }) => data.kind)).toContain("session_reuse");
  });

  test("a thief who is first loses it as soon as the operator comes with the older one", async () => {
    const first = await open();
    const stolen = await turnIn(at(100), first.refreshToken, thief);
    await expect(turnIn(at(800), first.refreshToken)).rejects.toMatchObject(over);
    await expect(turnIn(at(801), stolen.refreshToken, thief)).rejects.toMatchObject(over);
  });

  test("one family ends alone", async () => {
    const [first, other] = [await open(), await open()];
    await turnIn(at(10), first.refreshToken);
    await expect(turnIn(at(60), first.refreshToken)).rejects.toMatchObject(over);
    expect(await findSessionAdmin(at(61), other.accessClaims)).not.toBeNull();
  });

  test("unknown tokens, idle ones, and sessions of a month are over", async () => {
    await expect(turnIn(at(0), "unknown")).rejects.toMatchObject(over);
    const idle = await open();
    await expect(turnIn(at(7 * DAY), idle.refreshToken)).rejects.toMatchObject(over);
    let { refreshToken, accessClaims } = await open();
    for (let day = 6; day < 30; day += 6) {
      ({ refreshToken, accessClaims } = await turnIn(at(day * DAY), refreshToken));
    }
    expect(await findSessionAdmin(at(30 * DAY - 1), accessClaims)).not.toBeNull();
    await expect(turnIn(at(30 * DAY), refreshToken)).rejects.toMatchObject(over);
    expect(await findSessionAdmin(at(30 * DAY), accessClaims)).toBeNull();
  });

  test("tokens are kept by their hash, and those past their time are thrown away", async () => {
    const first = await open();
    const second = await turnIn(at(6 * DAY), first.refreshToken);
    const third = await turnIn(at(12 * DAY), second.refreshToken);
    const rows = await db.select().from(adminRefreshTokens);
    expect(rows).toHaveLength(2);
    for (const { refreshToken } of [second, third]) {
      expect(JSON.stringify(rows)).not.toContain(refreshToken);
    }
  });
});

describe("an access token", () => {
  test("stops at once when its session is ended, its operator disabled, or when it names another's", async () => {
    const [one, two] = [await open(), await open()];
    await signOut(at(1), { claims: one.accessClaims, refreshToken: null });
    expect(await findSessionAdmin(at(1), one.accessClaims)).toBeNull();
    expect(await findSessionAdmin(at(1), two.accessClaims)).not.toBeNull();
    const stranger = { ...two.accessClaims, sub: "adm_other" };
    expect(await findSessionAdmin(at(1), stranger)).toBeNull();
    await db.update(admins).set({ disabledAt: start });
    expect(await findSessionAdmin(at(1), two.accessClaims)).toBeNull();
    await expect(turnIn(at(1), two.refreshToken)).rejects.toMatchObject(over);
  });

  test("says until when dangerous actions are open", async () => {
    const { accessClaims, sessionId } = await open();
    expect((await findSessionAdmin(at(1), accessClaims))?.session).toEqual({
      id: sessionId,
      address: home.address,
      freshUntil: new Date(start.getTime() + 600_000),
    });
  });

  test("signing out works by the refresh token alone, and is audited once", async () => {
    const { refreshToken, accessClaims } = await open();
    for (const _ of [1, 2]) await signOut(at(1), { claims: null, refreshToken });
    expect(await findSessionAdmin(at(1), accessClaims)).toBeNull();
    expect(await audited("team.signOut")).toHaveLength(1);
  });
});

describe("one's own sessions", () => {
  const me = async (session: Awaited<ReturnType<typeof open>>, seconds = 10): Promise<Ctx> => {
    const admin = await findSessionAdmin(at(seconds), session.accessClaims);
    if (!admin?.session) throw new Error("signed out");
    const { id, name, permissions } = admin;
    return {
      ...at(seconds),
      actor: { type: "admin", id, name, permissions, session: admin.session },
    };
  };

  test("are listed with device and place, and ended one by one or all others", async () => {
    const here = await open();
    const there = await open(at(1), thief);
    const third = await open(at(2));
    const ctx = await me(here);
    expect(await listOwnSessions(ctx)).toMatchObject([
      { id: third.sessionId, current: false },
      { id: there.sessionId, address: thief.address, device: { browser: "curl", system: null } },
      { id: here.sessionId, current: true, device: { browser: "Chrome", system: "Windows" } },
    ]);
    await endOwnSession(ctx, { sessionId: there.sessionId });
    expect(await findSessionAdmin(ctx, there.accessClaims)).toBeNull();
    expect(await endOtherSessions(ctx)).toEqual({ ended: 1 });
    expect(await listOwnSessions(ctx)).toMatchObject([{ id: here.sessionId }]);
    await expect(endOwnSession(ctx, { sessionId: there.sessionId })).rejects.toMatchObject({
      code: "session_not_found",
    });
  });

  test("are nobody else's", async () => {
    const mine = await open();
    const ctx = await me(mine);
    const other = { ...ctx, actor: { ...ctx.actor, id: "adm_other" } } as Ctx;
    expect(await listOwnSessions(other)).toEqual([]);
    await expect(endOwnSession(other, { sessionId: mine.sessionId })).rejects.toThrow(AppError);
  });

  test("a new password ends all others and keeps this one", async () => {
    const [here, there] = [await open(), await open()];
    const ctx = await me(here);
    const wrong = changeOwnPassword(ctx, { current: "wrong", next: "another horse" });
    await expect(wrong).rejects.toMatchObject({ code: "wrong_password" });
    expect(await findSessionAdmin(ctx, there.accessClaims)).not.toBeNull();
    await changeOwnPassword(ctx, { current: "correct horse", next: "another horse" });
    expect(await findSessionAdmin(ctx, there.accessClaims)).toBeNull();
    expect(await findSessionAdmin(ctx, here.accessClaims)).not.toBeNull();
  });
});

test("what nobody can use any more is thrown away, and nothing else", async () => {
  const { refreshToken } = await open();
  const { refreshToken: next } = await turnIn(at(6 * DAY), refreshToken);
  await forgetOldSignIns(at(8 * DAY));
  expect(await db.$count(adminRefreshTokens)).toBe(1);
  await expect(turnIn(at(9 * DAY), next)).resolves.toBeTruthy();
  expect(await forgetOldSignIns(at(119 * DAY))).toEqual({ sessions: 0 });
  expect(await forgetOldSignIns(at(121 * DAY))).toEqual({ sessions: 1 });
  expect(await db.$count(adminRefreshTokens)).toBe(0);
});

test("who guesses at a password in an open session has to wait", async () => {
  await open();
  const [session] = await db.select().from(adminSessions);
  const me: Ctx = { ...at(1), actor: { type: "admin", id: adminId, name: "", permissions: [] } };
  const next = "another horse";
  for (let n = 0; n < 5; n += 1) {
    await expect(changeOwnPassword(me, { current: "guess", next })).rejects.toMatchObject({
      code: "wrong_password",
    });
  }
  await expect(changeOwnPassword(me, { current: "correct horse", next })).rejects.toMatchObject({
    kind: "rate_limited",
  });
  expect(session?.endedAt).toBeNull();
});

test("a sign-in from a new device or address is told, a known one is not", async () => {
  const news = async () =>
    (await db.select().from(outbox).where(eq(outbox.name, "team/operator.news"))).length;
  await open();
  expect(await news()).toBe(1);
  await open(at(1), { ...home, userAgent: CHROME.replace("143", "150") });
  expect(await news()).toBe(1);
  await open(at(2), { ...home, address: thief.address });
  await open(at(3), { ...home, userAgent: thief.userAgent });
  expect(await news()).toBe(3);
});

test("of the sessions that listen to news, those are named that are neither ended nor past their time", async () => {
  const [one, two] = [await open(), await open()];
  const sessions = [one.accessClaims.sid, two.accessClaims.sid];
  expect((await openSessionsAmong(at(1), [...sessions, "ses_unknown"])).sort()).toEqual(
    [...sessions].sort(),
  );
  await signOut(at(1), { claims: one.accessClaims, refreshToken: null });
  expect(await openSessionsAmong(at(1), sessions)).toEqual([two.accessClaims.sid]);
  expect(await openSessionsAmong(at(30 * DAY), sessions)).toEqual([]);
  await db
    .update(admins)
    .set({ disabledAt: at(1).clock() })
    .where(eq(admins.id, adminId));
  expect(await openSessionsAmong(at(1), sessions)).toEqual([]);
});
