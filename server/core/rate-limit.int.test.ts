import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "./context";
import { forgetOldTurns, takeTurn } from "./rate-limit";

const { db, sql } = await testDatabase();
let now = new Date("2026-05-01T10:00:00Z");
const ctx: Ctx = systemContext("test", { db, clock: () => now });
const limit = "customer_promo_codes";
const turn = (subject = "cus_1") => takeTurn(ctx, { limit, subject });

beforeEach(async () => {
  await sql`delete from rate_limits`;
});

test("fifty at once get thirty turns, and are told how long to wait", async () => {
  const all = await Promise.allSettled(Array.from({ length: 50 }, () => turn()));
  expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(30);
  const refused = all.find((one) => one.status === "rejected");
  expect(refused?.reason).toMatchObject({ kind: "rate_limited", details: { seconds: 3600 } });
});

test("another person has turns of their own, and the next hour begins anew", async () => {
  await Promise.all(Array.from({ length: 30 }, () => turn()));
  await expect(turn()).rejects.toMatchObject({ code: "rate_limited" });
  await expect(turn("cus_2")).resolves.toBeUndefined();
  now = new Date(now.getTime() + 3_600_000);
  await expect(turn()).resolves.toBeUndefined();
});

test("counts that are over are thrown away, and no other", async () => {
  await turn("cus_old");
  now = new Date(now.getTime() + 3_600_001);
  await turn("cus_new");
  expect(await forgetOldTurns(ctx)).toBe(1);
  expect(await sql`select key from rate_limits`).toEqual([{ key: `${limit}:cus_new` }]);
});
