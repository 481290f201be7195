import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { rateLimits } from "@/db/schema/protection";
import { adminRefreshTokens, adminSessions, admins } from "@/db/schema/team";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { createAdmin, findSessionAdmin, signInWithPassword } from ".";

const { db } = await testDatabase();
const start = new Date("2026-11-23T10:00:00Z");
const at = (seconds: number): Ctx =>
  systemContext("test", { db, clock: () => new Date(start.getTime() + seconds * 1000) });
const login = { email: "ann@example.com", password: "correct horse" };
const home = { address: "203.0.113.7", userAgent: "Firefox/140.0" };

let adminId = "";
beforeEach(async () => {
  await db.delete(adminRefreshTokens);
  await db.delete(adminSessions);
  await db.delete(admins);
  await db.delete(rateLimits);
  ({ id: adminId } = await createAdmin(at(0), { ...login, name: "Ann", role: "support" }));
});

const enter = (seconds: number, given: Partial<typeof login & typeof home> = {}) =>
  signInWithPassword(at(seconds), { ...login, ...home, ...given });
const outcome = (seconds: number, given?: Parameters<typeof enter>[1]) =>
  enter(seconds, given).then(
    () => "in",
    (error: { code: string; details: { seconds?: number } }) =>
      error.details.seconds ? error.details.seconds : error.code,
  );
/** Each from an address of its own: only the account is counted. */
const guess = (seconds: number, email = login.email) =>
  outcome(seconds, { email, password: "guess", address: `203.0.113.${(seconds % 250) + 1}` });

describe("the right password", () => {
  test("opens a session, whatever the case of the e-mail, and is audited", async () => {
    const step = await enter(0, { email: " ANN@example.COM " });
    if (step.kind !== "signed_in") throw new Error(step.kind);
    const admin = await findSessionAdmin(at(1), step.session.accessClaims);
    expect(admin).toMatchObject({ id: adminId, role: "support", mustEnrol: false });
    const [entry] = await db
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.action, "team.signIn"), eq(auditLog.actorId, adminId)));
    expect(entry).toMatchObject({
      sessionId: step.session.sessionId,
      address: home.address,
      after: { method: "password", device: "Firefox" },
    });
  });

  test("of a disabled operator is a wrong one", async () => {
    await db.update(admins).set({ disabledAt: start });
    expect(await outcome(0)).toBe("wrong_credentials");
  });

  test("forgets what was counted against the account", async () => {
    for (let n = 0; n < 4; n += 1) expect(await guess(n)).toBe("wrong_credentials");
    expect(await outcome(5)).toBe("in");
    for (let n = 6; n < 10; n += 1) expect(await guess(n)).toBe("wrong_credentials");
    expect(await outcome(11)).toBe("in");
  });
});

describe("guessing", () => {
  test("makes an account wait longer with every further failure, for the right password too", async () => {
    for (let n = 0; n < 5; n += 1) expect(await guess(n)).toBe("wrong_credentials");
    let now = 5;
    const waits: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      const wait = Number(await outcome(now));
      waits.push(wait);
      now += wait;
      expect(await guess(now)).toBe("wrong_credentials");
    }
    for (let n = 1; n < waits.length; n += 1) {
      expect(waits[n]).toBeGreaterThan((waits[n - 1] ?? 0) * 1.5);
    }
    const last = Number(await outcome(now));
    expect(await outcome(now + last)).toBe("in");
  });

  test("at once counts each guess", async () => {
    const guesses = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        outcome(0, { password: "guess", address: `198.51.100.${n}` }),
      ),
    );
    expect(guesses.filter((guess) => guess === "wrong_credentials")).toHaveLength(5);
    expect(await outcome(1)).toBeGreaterThan(1);
  });

  test("at many accounts makes the address wait, and nobody else", async () => {
    const answers: (string | number)[] = [];
    for (let n = 0; n < 25; n += 1) {
      answers.push(await outcome(0, { email: `p${n}@example.com`, password: "guess" }));
    }
    expect(answers.at(0)).toBe("wrong_credentials");
    expect(answers.at(-1)).toBeGreaterThan(1);
    expect(await outcome(1)).toBeGreaterThan(1);
    expect(await outcome(1, { address: "198.51.100.1" })).toBe("in");
  });

  test("by strangers does not shut an operator out where they have signed in before", async () => {
    expect(await outcome(0)).toBe("in");
    for (let n = 1; n < 9; n += 1) {
      await outcome(n, { password: "guess", address: `198.51.100.${n}` });
    }
    expect(await outcome(10, { address: "198.51.100.99" })).toBeGreaterThan(1);
    expect(await outcome(10)).toBe("in");
    // There, guesses are counted as anywhere.
    const there = await Promise.all(
      Array.from({ length: 9 }, () => outcome(11, { password: "g" })),
    );
    expect(there.filter((answer) => answer === "wrong_credentials")).toHaveLength(5);
    expect(await outcome(12)).toBeGreaterThan(1);
  });

  test("cannot be hidden among sign-ins of one's own", async () => {
    const answers: (string | number)[] = [];
    for (let n = 0; n < 40; n += 1) {
      answers.push(await outcome(0, { email: `p${n}@example.com`, password: "guess" }));
      await outcome(0);
    }
    expect(answers.at(-1)).not.toBe("wrong_credentials");
  });

  test("tells nothing about who has an account: the same answers for as many tries", async () => {
    const answers = async (email: string) => {
      const given: (string | number)[] = [];
      for (let n = 0; n < 8; n += 1) given.push(await guess(n, email));
      return given;
    };
    const known = await answers(login.email);
    expect(await answers("nobody@example.com")).toEqual(known);
    expect(known.at(-1)).toBeGreaterThan(1);
  });

  test("is audited when it locks", async () => {
    for (let n = 0; n < 5; n += 1) await guess(n);
    const entries = await db.select().from(auditLog).where(eq(auditLog.action, "team.lock"));
    expect(entries).toContainEqual(expect.objectContaining({ subjectId: adminId }));
  });
});

test("unknown accounts take a hash as well", async () => {
  const timed = async (email: string) => {
    const times: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      const from = performance.now();
      await outcome(n, { email, password: "guess", address: `203.0.113.${n}` });
      times.push(performance.now() - from);
    }
    return times.sort((a, b) => a - b)[2] ?? 0;
  };
  await timed("warm@example.com");
  const [known, unknown] = [await timed(login.email), await timed("nobody@example.com")];
  expect(unknown).toBeGreaterThan(known / 3);
  expect(unknown).toBeLessThan(known * 3);
});
