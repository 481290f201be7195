import { is } from "drizzle-orm";
import { getTableConfig, PgCustomColumn, PgTable } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import * as schema from "@/db/schema";
import { syncRuns } from "@/db/schema/remnawave";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { raiseAlert } from "@/server/domains/monitoring";

/* What others say of their failures is kept and shown, without the secrets that they may repeat. */

const { db, sql } = await testDatabase();
const BOT = "7123456789:AAH-planted-token-of-a-bot-35-chars";
const PASSWORD = "planted-password";
const SAID = `POST https://api.telegram.org/bot${BOT}/x by socks5://shop:${PASSWORD}@proxy failed`;
const expectClean = (text: unknown) => {
  expect(text).toContain("failed");
  expect(text).not.toContain(BOT);
  expect(text).not.toContain(PASSWORD);
};

test("every column for what went wrong takes secrets out on the way in", async () => {
  const columns = Object.values(schema)
    .filter((one) => is(one, PgTable))
    .flatMap((table) => getTableConfig(table).columns)
    .filter(({ name }) => /(^|_)error$|^failure_reason$/.test(name));
  expect(columns.length).toBeGreaterThanOrEqual(8);
  for (const column of columns) {
    expect(is(column, PgCustomColumn), column.name).toBe(true);
    expectClean(column.mapToDriverValue(SAID));
  }
  const row = { id: "syn_1", kind: "manual", startedAt: new Date(), startedBy: "test" } as const;
  await db.insert(syncRuns).values({ ...row, error: SAID });
  const [kept] = await sql`select error from sync_runs where id = 'syn_1'`;
  expectClean(kept?.error);
});

test("an alert says what a provider said, without secrets", async () => {
  const ctx = systemContext("test", { db });
  const alert = { kind: "gateway_event_dead", key: "gev_1", severity: "warning" } as const;
  await raiseAlert(ctx, { ...alert, details: { reason: SAID, attempts: 3 } });
  const [row] = await sql`select details from alerts`;
  expectClean(row?.details.reason);
  expect(row?.details.attempts).toBe(3);
});
