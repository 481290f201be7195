import path from "node:path";
import postgres from "postgres";
import { closeDatabase, database as openDatabase } from "@/db/client";
import { migrate, pendingMigrations } from "@/db/migrate";
import { EnvError, env, provideEnv } from "@/server/core/env";
import { registerCheck } from "@/server/core/readiness";
import { startPostgres } from "@/server/embedded/postgres";
import type { Part } from "./part";

const DATABASE_NAME = "rezeis";
const OLDEST_MAJOR = 15;

/** The embedded PostgreSQL, unless DATABASE_URL names a server. */
export const database: Part = {
  name: "database",
  async start({ log, notices }) {
    if (env().DATABASE_URL) {
      await checkServer(env().DATABASE_URL ?? "");
      registerCheck("database", ping);
      return closeDatabase;
    }
    const server = await startPostgres({
      dir: path.join(env().DATA_DIR, "postgres"),
      say: (message) => notices.push(message),
    });
    log.info({ pid: server.pid, adopted: server.adopted }, "embedded PostgreSQL is up");
    provideEnv({ DATABASE_URL: await ownDatabase(server.url) });
    registerCheck("database", ping);
    return async () => {
      await closeDatabase();
      await server.stop();
    };
  },
};

export const migrations: Part = {
  name: "migrations",
  async start() {
    const url = env().DATABASE_URL ?? "";
    await migrate(url);
    registerCheck("migrations", async () => {
      const pending = await pendingMigrations(openDatabase().sql);
      return { ok: pending === 0, pending };
    });
    return undefined;
  },
};

async function ping() {
  const startedAt = performance.now();
  await openDatabase().sql`select 1`;
  return { ok: true, ms: Math.round(performance.now() - startedAt) };
}

/** Makes the application's database on a new cluster. Returns its connection string. */
async function ownDatabase(superuserUrl: string): Promise<string> {
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} });
  try {
    const found = await sql`select from pg_database where datname = ${DATABASE_NAME}`;
    if (found.length === 0) await sql.unsafe(`create database ${DATABASE_NAME}`);
  } catch (error) {
    // 42P04, 23505: another start made it at the same moment.
    if (!["42P04", "23505"].includes((error as { code?: string }).code ?? "")) throw error;
  } finally {
    await sql.end();
  }
  return superuserUrl.replace(/\/postgres$/, `/${DATABASE_NAME}`);
}

async function checkServer(url: string): Promise<void> {
  const { host } = new URL(url);
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  let major: number;
  try {
    const [row] = await sql<{ version: number }[]>`
      select current_setting('server_version_num')::int as version`;
    major = Math.floor((row?.version ?? 0) / 10_000);
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new EnvError([`DATABASE_URL: PostgreSQL at ${host} does not let us in: ${reason}`]);
  } finally {
    await sql.end({ timeout: 1 });
  }
  if (major < OLDEST_MAJOR) {
    throw new EnvError([
      `DATABASE_URL: ${host} runs PostgreSQL ${major}; ${OLDEST_MAJOR} or newer is needed`,
    ]);
  }
}
