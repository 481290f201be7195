import type { ChildProcess } from "node:child_process";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findBinaries } from "./binaries";
import { ensureCluster } from "./cluster";
import { freePort, LaunchError, launch, type Settings } from "./launch";
import {
  dropEmptyClaim,
  dropForeignClaim,
  isAlive,
  readPostmaster,
  servesDirectory,
} from "./postmaster";
import { choosePrivileges, type Privileges } from "./privileges";

export type EmbeddedPostgres = {
  /** Connection string of the superuser to the database `postgres`. */
  url: string;
  pid: number;
  /** A server was already running on this directory and is used as it is. */
  adopted: boolean;
  /** Stops the server, unless another living process started it. */
  stop(): Promise<void>;
};

export type EmbeddedPostgresOptions = {
  /** Directory of the cluster; made when absent. */
  dir: string;
  /** Wished port; a free one is taken when somebody listens there, or when left out. */
  port?: number;
  /** Additional server settings. */
  settings?: Settings;
  /** Told what an operator should know. */
  say?: (message: string) => void;
};

const PATIENCE_MS = 60_000;

/** Another start was faster, or backends of a killed server are still ending. */
const BUSY = /lock file .* (already exists|is empty)|pre-existing shared memory/i;

/**
 * Starts a PostgreSQL server on a directory of this machine, or adopts the one that runs there.
 *
 * Whatever the previous process left behind (a server still stopping, a stale claim, half a cluster) is
 * waited for or cleared away; committed data is never touched.
 */
export async function startPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { say = () => {}, settings = {} } = options;
  const privileges = choosePrivileges(findBinaries(), path.resolve(options.dir));
  if (privileges.notice) say(privileges.notice);
  const { dir } = privileges;
  const password = ensureCluster(privileges, say);
  const urlAt = (port: number) => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  const deadline = Date.now() + PATIENCE_MS;
  let port = await freePort(options.port ?? 0);

  for (;;) {
    dropEmptyClaim(dir);
    const running = readPostmaster(dir);
    if (running && (await servesDirectory(urlAt(running.port), dir))) {
      return adopt(privileges, running.pid, urlAt(running.port));
    }
    // Alive but not answering: starting, recovering or stopping.
    const busy = running !== null && isAlive(running.pid) && !dropForeignClaim(dir, running);
    if (!busy) {
      try {
        const child = await launch(privileges, port, settings);
        return own(privileges, child, urlAt(port));
      } catch (error) {
        if (!(error instanceof LaunchError)) throw error;
        if (/could not bind|Address already in use/i.test(error.log)) port = await freePort(0);
        else if (!BUSY.test(error.log)) throw explain(error);
      }
    }
    if (Date.now() > deadline) {
      throw new Error(`PostgreSQL on ${dir} (pid ${running?.pid}) neither answers nor ends.`);
    }
    await pause();
  }
}

function explain(error: LaunchError): Error {
  return /No space left on device/i.test(error.log)
    ? new Error("The disk is full: PostgreSQL cannot start until some space is free.")
    : error;
}

/** Names the process that is responsible for stopping the server. */
const ownerFile = (dir: string) => `${dir}.owner`;

function own(privileges: Privileges, child: ChildProcess, url: string): EmbeddedPostgres {
  const pid = child.pid ?? 0;
  writeFileSync(ownerFile(privileges.dir), String(process.pid));
  child.unref();
  return { url, pid, adopted: false, stop: () => stopServer(privileges, pid) };
}

function adopt(privileges: Privileges, pid: number, url: string): EmbeddedPostgres {
  const owner = readOwner(privileges.dir);
  const orphaned = !owner || owner === process.pid || !isAlive(owner);
  if (orphaned) writeFileSync(ownerFile(privileges.dir), String(process.pid));
  return {
    url,
    pid,
    adopted: true,
    stop: () => (orphaned ? stopServer(privileges, pid) : Promise.resolve()),
  };
}

function readOwner(dir: string): number {
  try {
    return Number(readFileSync(ownerFile(dir), "utf8"));
  } catch {
    return 0;
  }
}

/** Fast shutdown: open transactions end, what is committed is checkpointed. */
async function stopServer({ binaries, dir }: Privileges, pid: number): Promise<void> {
  if (process.platform === "win32") {
    spawnSync(binaries.program("pg_ctl"), ["stop", "-m", "fast", "-D", dir], { stdio: "ignore" });
    return;
  }
  const claimed = () => readPostmaster(dir)?.pid === pid && isAlive(pid);
  if (!claimed()) return;
  process.kill(pid, "SIGINT");
  while (claimed()) await pause();
  // The claim goes a moment before the process; one that nobody reaps stays on as a zombie.
  for (let waits = 0; isAlive(pid) && waits < 50; waits++) await pause();
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
