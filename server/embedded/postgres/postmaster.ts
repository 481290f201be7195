import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import postgres from "postgres";

/** What a running server writes about itself into `postmaster.pid`. */
export type Postmaster = { pid: number; port: number; status: string };

const pidFile = (dir: string) => path.join(dir, "postmaster.pid");

/** Null when no server has claimed the directory, or the file is being written this instant. */
export function readPostmaster(dir: string): Postmaster | null {
  try {
    const lines = readFileSync(pidFile(dir), "utf8").split("\n");
    const pid = Number(lines[0]);
    return pid > 0 ? { pid, port: Number(lines[3]), status: (lines[7] ?? "").trim() } : null;
  } catch {
    return null;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Takes away a claim on the directory that no server stands behind, because its number now belongs to
 * another program: PostgreSQL would refuse to start. A claim of a dead process is left to PostgreSQL,
 * which also checks that no orphaned backend still writes.
 */
export function dropForeignClaim(dir: string, { pid }: Postmaster): boolean {
  if (!isAlive(pid) || /postgres/i.test(commandOf(pid))) return false;
  rmSync(pidFile(dir), { force: true });
  return true;
}

/** A server that died while it wrote its claim leaves an empty one, which PostgreSQL never forgives. */
export function dropEmptyClaim(dir: string): void {
  const file = statSync(pidFile(dir), { throwIfNoEntry: false });
  const old = file !== undefined && Date.now() - file.mtimeMs > 3000;
  if (file?.size === 0 && old) rmSync(pidFile(dir), { force: true });
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    if (process.platform === "win32") return "postgres";
    return (
      spawnSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" }).stdout ?? ""
    );
  }
}

/** True when the server at `url` answers and keeps its data in `dir`. */
export async function servesDirectory(url: string, dir: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, fetch_types: false, connect_timeout: 3, onnotice: () => {} });
  try {
    const [row] = await sql<{ data_directory: string }[]>`show data_directory`;
    return row !== undefined && path.resolve(row.data_directory) === path.resolve(dir);
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
