import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { migrate } from "@/db/migrate";
import { startPostgres } from "@/server/embedded/postgres";
import { TEMPLATE } from "./template";

/** One cluster a run, in memory and without syncing; a template migrated once for all test files. */
export async function setup(project: TestProject): Promise<void> {
  const parent = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  removeRemains(parent);
  const dir = mkdtempSync(path.join(parent, `${PREFIX}${process.pid}-`));
  const server = await startPostgres({
    dir: path.join(dir, "postgres"),
    settings: {
      fsync: "off",
      full_page_writes: "off",
      synchronous_commit: "off",
      max_connections: 300,
      autovacuum: "off",
    },
  });
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  await sql.unsafe(`create database ${TEMPLATE}`);
  await sql.end();
  await migrate(server.url.replace(/\/postgres$/, `/${TEMPLATE}`));
  project.provide("postgresUrl", server.url);
  cleanUp = async () => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  };
}

let cleanUp: () => Promise<void> = async () => {};
export const teardown = () => cleanUp();

const PREFIX = "rezeis-test-";

/** Clusters of runs that were killed: their server died with them, their files did not. */
function removeRemains(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : 0;
    if (pid > 0 && !existsSync(`/proc/${pid}`) && existsSync("/proc")) {
      rmSync(path.join(parent, name), { recursive: true, force: true });
    }
  }
}
