import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { adminRefreshTokens, adminSessions, admins, oneTimeSecrets } from "@/db/schema/team";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { hmacSha256Hex } from "@/server/core/crypto";
import { provideEnv } from "@/server/core/env";
import { createAdmin, linkTelegram, proveTelegram, signInWithTelegram, unlinkTelegram } from ".";

const { db } = await testDatabase();
const TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
provideEnv({ TELEGRAM_BOT_TOKEN: TOKEN });

const start = new Date("2026-11-23T10:00:00Z");
const at = (seconds: number): Ctx =>
  systemContext("test", { db, clock: () => new Date(start.getTime() + seconds * 1000) });
const visitor = { address: "203.0.113.7", userAgent: "Firefox/140.0" };

/** What Telegram's Login Widget hands over. */
function widget(id: number, seconds = 0) {
  const fields = { id, first_name: "Ann", auth_date: start.getTime() / 1000 + seconds };
  const lines = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  const key = createHash("sha256").update(TOKEN).digest();
  return { ...fields, hash: hmacSha256Hex(key, lines.sort().join("\n")) };
}

const make = async (email: string): Promise<Ctx> => {
  const person = { email, name: "Ann", role: "support", password: "correct horse" };
  const { id } = await createAdmin(at(0), person);
  return { ...at(1), actor: { type: "admin", id, name: "Ann", permissions: [] } };
};
let ann: Ctx;
let bob: Ctx;
beforeEach(async () => {
  for (const table of [oneTimeSecrets, adminRefreshTokens, adminSessions, admins]) {
    await db.delete(table);
  }
  [ann, bob] = [await make("ann@example.com"), await make("bob@example.com")];
});

const refused = { code: "telegram_proof_invalid" };

describe("linking", () => {
  test("lets its operator sign in by Telegram, until it is taken back", async () => {
    await linkTelegram(ann, widget(42));
    const step = await signInWithTelegram(at(2), { telegramId: 42n, ...visitor });
    expect(step).toMatchObject({
      kind: "signed_in",
      session: { accessClaims: { sub: ann.actor.id } },
    });
    // Nobody has shown a password or factor: dangerous actions ask for one.
    expect((await db.select().from(adminSessions))[0]).toMatchObject({
      method: "telegram",
      confirmedAt: null,
    });
    await unlinkTelegram(ann);
    await expect(signInWithTelegram(at(3), { telegramId: 42n, ...visitor })).rejects.toMatchObject({
      code: "telegram_not_linked",
    });
    const entries = await db.select().from(auditLog).where(eq(auditLog.actorId, ann.actor.id));
    expect(entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["team.linkTelegram", "team.unlinkTelegram", "team.signIn"]),
    );
  });

  test("asks for the second factor of whoever has one", async () => {
    await linkTelegram(ann, widget(42));
    await db.update(admins).set({ totpSealed: "x", totpConfirmedAt: start });
    const step = await signInWithTelegram(at(2), { telegramId: 42n, ...visitor });
    expect(step.kind).toBe("second_factor");
    expect(await db.$count(adminSessions)).toBe(0);
  });

  test("is one operator's", async () => {
    await linkTelegram(ann, widget(42));
    await expect(linkTelegram(bob, widget(42, 1))).rejects.toMatchObject({
      code: "telegram_taken",
    });
    await linkTelegram(ann, widget(42, 2));
  });

  test("of a disabled operator opens nothing", async () => {
    await linkTelegram(ann, widget(42));
    await db.update(admins).set({ disabledAt: start });
    await expect(signInWithTelegram(at(2), { telegramId: 42n, ...visitor })).rejects.toMatchObject({
      code: "telegram_not_linked",
    });
  });
});

describe("what Telegram signed", () => {
  test("counts once", async () => {
    const data = widget(42);
    expect(await proveTelegram(at(1), data)).toEqual({ telegramId: 42n });
    await expect(proveTelegram(at(2), data)).rejects.toMatchObject(refused);
  });

  test("counts for ten minutes", async () => {
    await expect(proveTelegram(at(601), widget(42))).rejects.toMatchObject(refused);
    await expect(proveTelegram(at(0), widget(42, 90))).rejects.toMatchObject(refused);
    await expect(proveTelegram(at(599), widget(42))).resolves.toBeTruthy();
  });

  test("counts for nobody else", async () => {
    await expect(proveTelegram(at(1), { ...widget(42), id: 43 })).rejects.toMatchObject(refused);
    await expect(proveTelegram(at(1), {})).rejects.toMatchObject(refused);
  });
});
