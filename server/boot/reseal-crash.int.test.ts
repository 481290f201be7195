import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { settings, settingsHistory } from "@/db/schema/settings";
import { admins } from "@/db/schema/team";
import { testDatabase } from "@/db/testing";
import { env, provideEnv } from "@/server/core/env";
import { currentPrefix, decrypt, encrypt } from "@/server/core/sealing";
import { SEALED_COLUMNS } from "@/server/domains/settings/sealed-columns";
import { until } from "@/server/testing/until";
import { generatedSecrets } from "./secrets";

/** `kill -9` anywhere in a change of the key: nothing stored is unreadable at any moment, and the next start ends it. */
const { db, sql } = await testDatabase();
const dir = mkdtempSync(path.join(tmpdir(), "rezeis-reseal-"));
const PAUSE = 4343;
const GROUPS = 300;
let child: ChildProcess | null = null;
afterAll(() => {
  child?.kill("SIGKILL");
  rmSync(dir, { recursive: true });
});

test("killed again and again, every secret stays readable, and in the end only the new key opens them", {
  timeout: 90_000,
}, async () => {
  const first = generatedSecrets(dir);
  useKeys(first.ENCRYPTION_KEY);
  await storeSecrets();

  // Killed with the new key written, but not yet in the file's place.
  expect(rotate(DIES_AT_RENAME).signal).toBe("SIGKILL");
  expect(generatedSecrets(dir)).toEqual(first);
  expect(rotate().status).toBe(0);
  const { ENCRYPTION_KEY: next, ENCRYPTION_KEYS_OLD: old } = generatedSecrets(dir);
  expect(old).toEqual([first.ENCRYPTION_KEY]);
  useKeys(next, first.ENCRYPTION_KEY);
  expect(await counts()).toEqual({ read: GROUPS + 6, anew: 0 });

  // In a table's first and last batch, and in the tables after it.
  let before = 0;
  for (const [table, id] of [
    ["settings", "group-150"],
    ["settings", "group-299"],
    ["settings_history", "3"],
    ["admins", "adm_1"],
  ] as const) {
    await killWhileSealing(table, id);
    const { read, anew } = await counts();
    expect(read).toBe(GROUPS + 6);
    expect(anew).toBeGreaterThan(before);
    expect(anew).toBeLessThan(GROUPS + 6);
    before = anew;
  }

  expect(await run()).toContain("1 stored secrets were sealed with the new encryption key.");
  expect(await run()).toContain("No stored secret needs an old encryption key any more");
  useKeys(next);
  expect(await counts()).toEqual({ read: GROUPS + 6, anew: GROUPS + 6 });
});

const useKeys = (key: string, old = ""): void =>
  provideEnv({ ENCRYPTION_KEY: key, ENCRYPTION_KEYS_OLD: old });

async function storeSecrets(): Promise<void> {
  const groups = Array.from({ length: GROUPS }, (_, at) => `group-${at}`);
  await db
    .insert(settings)
    .values(groups.map((id) => ({ id, value: {}, sealed: encrypt(`settings ${id}`) })));
  for (const id of [1, 2, 3, 4, 5]) {
    const [groupId, changedBy, changedAt] = ["group-1", "test", new Date()];
    const sealedBefore = encrypt(`settings_history ${id}`);
    const row = {
      id,
      groupId,
      changedBy,
      changedAt,
      sealedBefore,
      valueBefore: {},
      valueAfter: {},
    };
    await db.insert(settingsHistory).values(row);
  }
  await db.insert(admins).values({
    id: "adm_1",
    email: "owner@example.com",
    name: "Owner",
    passwordHash: "",
    role: "super_admin",
    totpSealed: encrypt("admins adm_1"),
  });
}

/** How many stored values say what they said, and how many the new key has sealed. */
async function counts(): Promise<{ read: number; anew: number }> {
  let [read, anew] = [0, 0];
  for (const { table, id, column } of SEALED_COLUMNS) {
    const rows = await sql<{ id: string; value: string }[]>`
      select ${sql(id)}::text as id, ${sql(column)} as value from ${sql(table)}
      where ${sql(column)} is not null`;
    for (const row of rows) {
      if (decrypt(row.value) === `${table} ${row.id}`) read += 1;
      if (row.value.startsWith(currentPrefix())) anew += 1;
    }
  }
  return { read, anew };
}

/** Makes the statement that would seal this row anew wait, and kills who sent it. */
async function killWhileSealing(table: string, id: string): Promise<void> {
  const keeper = await sql.reserve();
  await keeper`select pg_advisory_lock(${PAUSE})`;
  await sql.unsafe(`
    create or replace function pause_here() returns trigger language plpgsql as
      'begin perform pg_advisory_xact_lock_shared(${PAUSE}); return new; end';
    create trigger pause_here before update on ${table} for each row
      when (new.id::text = '${id}') execute function pause_here()`);
  const waiting = () => sql<{ pid: number }[]>`
    select pid from pg_locks where locktype = 'advisory' and objid = ${PAUSE} and not granted
      and database = (select oid from pg_database where datname = current_database())`;
  const dying = start();
  await until(async () => (await waiting()).length > 0, { timeoutMs: 30_000, what: `at ${id}` });
  await new Promise((resolve) => {
    dying.once("exit", resolve);
    dying.kill("SIGKILL");
  });
  for (const { pid } of await waiting()) await sql`select pg_terminate_backend(${pid})`;
  await sql.unsafe(`drop trigger pause_here on ${table}`);
  await keeper`select pg_advisory_unlock(${PAUSE})`;
  keeper.release();
}

function start(): ChildProcess {
  child = fork(path.join(import.meta.dirname, "../testing/seals-process.ts"), {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: {
      NODE_ENV: "production",
      DATABASE_URL: env().DATABASE_URL,
      DATA_DIR: dir,
      LOG_LEVEL: "silent",
    },
  });
  return child;
}

/** A start that nobody disturbs; what it tells the operator. */
async function run(): Promise<string> {
  const running = start();
  let said = "";
  running.stdout?.on("data", (data) => {
    said += String(data);
  });
  await new Promise((resolve) => running.once("close", resolve));
  expect(said).toContain("sealed");
  return said;
}

const DIES_AT_RENAME = `data:text/javascript,${encodeURIComponent(`
  import fs from "node:fs";
  import { syncBuiltinESMExports } from "node:module";
  fs.renameSync = () => process.kill(process.pid, "SIGKILL");
  syncBuiltinESMExports();`)}`;

const rotate = (preloaded?: string) =>
  spawnSync(
    process.execPath,
    [...(preloaded ? ["--import", preloaded] : []), "scripts/rotate-key.mjs"],
    { env: { NODE_ENV: "test", DATA_DIR: dir } },
  );
