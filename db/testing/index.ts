import postgres from "postgres";
import { afterAll, inject } from "vitest";
import { closeDatabase, connect, type Db, type Sql } from "@/db/client";
import { provideEnv } from "@/server/core/env";
import { TEMPLATE } from "./template";

export type TestDatabase = { url: string; sql: Sql; db: Db; close(): Promise<void> };

/**
 * A migrated database of one's own on the run's PostgreSQL; `database()` and `env().DATABASE_URL` point to
 * it as well. Call it at the top of a test file: it is closed and dropped after the file's last test.
 *
 * @example const { sql, db } = await testDatabase();
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { url, drop } = await copyTemplate();
  provideEnv({ DATABASE_URL: url });
  const { sql, db } = connect(url, { max: 10 });
  const close = async () => {
    await closeDatabase();
    await sql.end({ timeout: 5 });
    await drop();
  };
  afterAll(close);
  return { url, sql, db, close };
}

/** An empty database, for tests of what runs before or without migrations. */
export async function emptyDatabase(): Promise<{ url: string }> {
  const { url, drop } = await copyTemplate("template0");
  afterAll(drop);
  return { url };
}

async function copyTemplate(template: string = TEMPLATE) {
  const server = inject("postgresUrl");
  const name = `t_${process.pid}_${performance.now().toFixed(3).replace(".", "_")}`;
  const run = async (statement: string) => {
    const admin = postgres(server, { max: 1, onnotice: () => {} });
    await admin.unsafe(statement);
    await admin.end();
  };
  await run(`create database ${name} template ${template}`);
  return {
    url: server.replace(/\/postgres$/, `/${name}`),
    drop: () => run(`drop database if exists ${name} with (force)`),
  };
}
