import { beforeEach, describe, expect, test } from "vitest";
import { rateLimits } from "@/db/schema/protection";
import {
  adminPasskeys,
  adminRefreshTokens,
  adminSessions,
  admins,
  oneTimeSecrets,
} from "@/db/schema/team";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import {
  createAdmin,
  findSessionAdmin,
  finishSignIn,
  passkeyQuestion,
  signInWithPasskey,
  signInWithPassword,
} from ".";
import { anAuthenticator } from "./testing/authenticator";

const { db } = await testDatabase();
const start = new Date("2026-11-23T10:00:00Z");
const at = (seconds: number): Ctx =>
  systemContext("test", { db, clock: () => new Date(start.getTime() + seconds * 1000) });
const login = { email: "ann@example.com", password: "correct horse" };
const home = { address: "203.0.113.7", userAgent: "Firefox/140.0" };
const site = { origin: "https://shop.test", rpId: "shop.test" };
const { origin } = site;

let adminId = "";
let key: ReturnType<typeof anAuthenticator>;
const give = (passkey: typeof key, owner: string) =>
  db.insert(adminPasskeys).values({
    id: passkey.id,
    adminId: owner,
    name: "Phone",
    publicKey: passkey.publicKey,
    createdAt: start,
  });
beforeEach(async () => {
  for (const table of [
    oneTimeSecrets,
    rateLimits,
    adminPasskeys,
    adminRefreshTokens,
    adminSessions,
    admins,
  ]) {
    await db.delete(table);
  }
  ({ id: adminId } = await createAdmin(at(0), { ...login, name: "Ann", role: "support" }));
  key = anAuthenticator();
  await give(key, adminId);
});

const question = (secret: string | null = null) =>
  passkeyQuestion(at(0), { secret, site, address: home.address });
const enter = (answer: unknown, seconds = 1) =>
  signInWithPasskey(at(seconds), { answer, site, ...home });
const refused = { kind: "unauthenticated", code: "passkey_refused" };

describe("a passkey alone", () => {
  test("opens a session that may do dangerous things for a while", async () => {
    const { challenge, allowCredentials, userVerification } = await question();
    expect({ allowCredentials, userVerification }).toEqual({
      allowCredentials: [],
      userVerification: "required",
    });
    const step = await enter(key.answer({ challenge, origin }));
    if (step.kind !== "signed_in") throw new Error(step.kind);
    const admin = await findSessionAdmin(at(2), step.session.accessClaims);
    expect(admin).toMatchObject({ id: adminId });
    expect(admin?.session?.freshUntil).toEqual(new Date(start.getTime() + 601_000));
    const [row] = await db.select().from(adminPasskeys);
    expect(row).toMatchObject({ counter: 1n, lastUsedAt: at(1).clock() });
  });

  test("answers each question once, lately, and only one that was put", async () => {
    const { challenge } = await question();
    const answer = key.answer({ challenge, origin });
    await enter(answer);
    await expect(enter(answer)).rejects.toMatchObject(refused);
    const late = await question();
    await expect(
      enter(key.answer({ challenge: late.challenge, origin }), 301),
    ).rejects.toMatchObject(refused);
    const made = Buffer.from("made up").toString("base64url");
    await expect(enter(key.answer({ challenge: made, origin }))).rejects.toMatchObject(refused);
  });

  test("must be unlocked, of this site, and not a copy whose count went back", async () => {
    const ask = async () => (await question()).challenge;
    const bad = [
      key.answer({ challenge: await ask(), origin, unlocked: false }),
      key.answer({ challenge: await ask(), origin: "https://evil.example" }),
      { ...key.answer({ challenge: await ask(), origin }), id: anAuthenticator().id },
      anAuthenticator().answer({ challenge: await ask(), origin }),
      { ...anAuthenticator().answer({ challenge: await ask(), origin }), id: key.id },
      null,
      {},
      "x",
    ];
    for (const answer of bad) await expect(enter(answer)).rejects.toMatchObject(refused);
    await enter(key.answer({ challenge: await ask(), origin, count: 9 }));
    const copy = key.answer({ challenge: await ask(), origin, count: 9 });
    await expect(enter(copy)).rejects.toMatchObject(refused);
    const questions = await Promise.all(Array.from({ length: 4 }, ask));
    const atOnce = await Promise.allSettled(
      questions.map((challenge) => enter(key.answer({ challenge, origin, count: 10 }))),
    );
    expect(atOnce.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("of an operator who was shut out opens nothing", async () => {
    const { challenge } = await question();
    await db.update(admins).set({ disabledAt: start });
    await expect(enter(key.answer({ challenge, origin }))).rejects.toMatchObject(refused);
  });

  test("is asked for so often and no more from one address", async () => {
    const answers = await Promise.allSettled(Array.from({ length: 30 }, () => question()));
    expect(answers.filter(({ status }) => status === "rejected")).not.toHaveLength(0);
    expect(await db.$count(oneTimeSecrets)).toBeLessThanOrEqual(20);
  });
});

describe("a passkey as second factor", () => {
  const begin = async () => {
    const step = await signInWithPassword(at(0), { ...login, ...home });
    if (step.kind !== "second_factor") throw new Error(step.kind);
    return step.secret;
  };
  const finish = (secret: string, answer: unknown) =>
    finishSignIn(at(1), { secret, site, factor: { kind: "passkey", answer }, ...home });

  test("need not be unlocked, and is one of the operator's", async () => {
    const secret = await begin();
    const { challenge, allowCredentials } = await question(secret);
    expect(allowCredentials?.map(({ id }) => id)).toEqual([key.id]);
    const step = await finish(secret, key.answer({ challenge, origin, unlocked: false }));
    expect(step.kind).toBe("signed_in");
  });

  test("of somebody else, or for another question, is none", async () => {
    const other = { ...login, email: "bob@example.com", name: "Bob", role: "support" };
    const { id } = await createAdmin(at(0), other);
    const bobs = anAuthenticator();
    await give(bobs, id);
    const secret = await begin();
    const wrong = { code: "wrong_code" };
    const { challenge } = await question(secret);
    await expect(finish(secret, bobs.answer({ challenge, origin }))).rejects.toMatchObject(wrong);
    const anyone = await question();
    await expect(
      finish(secret, key.answer({ challenge: anyone.challenge, origin })),
    ).rejects.toMatchObject(wrong);
    // And what was asked as second step opens nothing alone.
    await expect(enter(key.answer({ challenge, origin }))).rejects.toMatchObject(refused);
  });
});
