import { readFileSync } from "node:fs";
import path from "node:path";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { connect, type Sql } from "./client";

/** Any constant: the name of the lock that starting instances queue for. */
const LOCK = 7_239_404_117;

const FOLDER = path.join(process.cwd(), "db", "migrations");

/**
 * Brings a database up to this build's schema. Any number of instances may call it at once: drizzle's
 * migrator takes no lock of its own, so a second connection holds one around it.
 */
export async function migrate(url: string): Promise<void> {
  const lock = postgres(url, { max: 1, onnotice: () => {} });
  const target = connect(url, { max: 1 });
  try {
    await lock.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${LOCK})`;
      await applyMigrations(target.db, { migrationsFolder: FOLDER });
    });
  } finally {
    await target.sql.end({ timeout: 5 });
    await lock.end({ timeout: 5 });
  }
}

/** How many of this build's migrations a database lacks. */
export async function pendingMigrations(sql: Sql): Promise<number> {
  const journal = JSON.parse(readFileSync(path.join(FOLDER, "meta", "_journal.json"), "utf8")) as {
    entries: { when: number }[];
  };
  const [row] = await sql<{ last: string | null }[]>`
    select max(created_at)::text as last from drizzle.__drizzle_migrations`;
  return journal.entries.filter(({ when }) => when > Number(row?.last ?? 0)).length;
}
