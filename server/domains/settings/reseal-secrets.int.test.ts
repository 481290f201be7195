import { afterEach, expect, test } from "vitest";
import { settings } from "@/db/schema/settings";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { provideEnv } from "@/server/core/env";
import { currentPrefix, decrypt, encrypt } from "@/server/core/sealing";
import { resealSecrets } from ".";
import { SEALED_COLUMNS } from "./sealed-columns";

const { db, sql } = await testDatabase();
const ctx = systemContext("test", { db });
const OLD = "0123456789abcdef".repeat(4);
const NEW = "fedcba9876543210".repeat(4);
const VALUES = 1_000;
afterEach(async () => {
  provideEnv({ ENCRYPTION_KEY: OLD, ENCRYPTION_KEYS_OLD: "" });
  await sql`delete from settings`;
});

async function seal(count = VALUES): Promise<void> {
  const rows = Array.from({ length: count }, (_, at) => ({
    id: `group-${at}`,
    value: {},
    sealed: encrypt(`secret ${at}`),
  }));
  await db.insert(settings).values(rows);
}
const stored = () => sql<{ id: string; sealed: string }[]>`select id, sealed from settings`;

test("the list knows every column that holds sealed values", async () => {
  const found = await sql<{ table: string; column: string }[]>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and column_name like '%sealed%'`;
  const names = (all: readonly { table: string; column: string }[]) =>
    all.map(({ table, column }) => `${table}.${column}`).sort();
  expect(names(SEALED_COLUMNS)).toEqual(names(found));
});

test("two at once seal a thousand values anew, and each still says the same", async () => {
  await seal();
  provideEnv({ ENCRYPTION_KEY: NEW, ENCRYPTION_KEYS_OLD: OLD });
  await Promise.all([resealSecrets(ctx), resealSecrets(ctx)]);
  for (const { id, sealed } of await stored()) {
    expect(sealed.startsWith(currentPrefix())).toBe(true);
    expect(decrypt(sealed)).toBe(`secret ${id.slice("group-".length)}`);
  }
  provideEnv({ ENCRYPTION_KEYS_OLD: "" });
  expect(await resealSecrets(ctx)).toEqual({ resealed: 0, unreadable: 0 });
});

test("what was begun and broken off is gone on with, and told once more", async () => {
  await seal(10);
  provideEnv({ ENCRYPTION_KEY: NEW, ENCRYPTION_KEYS_OLD: OLD });
  await sql`update settings set sealed = ${encrypt("secret 3")} where id = 'group-3'`;
  expect(await resealSecrets(ctx)).toEqual({ resealed: 9, unreadable: 0 });
  const [entry] = await sql`
    select after from audit_log where action = 'settings.rotateKey' order by seq desc limit 1`;
  expect(entry?.after).toEqual({ resealed: 9, unreadable: 0 });
});

test("a secret that was removed is not one that cannot be read", async () => {
  await seal(2);
  await sql`update settings set sealed = '' where id = 'group-0'`;
  await sql`update settings set sealed = null where id = 'group-1'`;
  provideEnv({ ENCRYPTION_KEY: NEW, ENCRYPTION_KEYS_OLD: OLD });
  expect(await resealSecrets(ctx)).toEqual({ resealed: 0, unreadable: 0 });
});

test("what another key holds stays as it is and is counted", async () => {
  await seal(3);
  const before = await stored();
  provideEnv({ ENCRYPTION_KEY: NEW });
  expect(await resealSecrets(ctx)).toEqual({ resealed: 0, unreadable: 3 });
  expect(await stored()).toEqual(before);
});
