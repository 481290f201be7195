import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { isAlive } from "./postmaster";
import type { Privileges } from "./privileges";

const PASSWORD_FILE = "rezeis-password";
const ROOM_FOR_A_CLUSTER = 200 * 1024 * 1024;
const ROOM_TO_WORK = 1024 * 1024 * 1024;

/** The environment PostgreSQL's programs run in: never the person's own locale. */
export const CLEAN_ENVIRONMENT: NodeJS.ProcessEnv = {
  NODE_ENV: "production",
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LC_ALL: "C",
  LANG: "C",
  TZ: "UTC",
};

/**
 * Makes sure a whole cluster is in `dir` and returns the password of its `postgres` user.
 * A cluster is made beside its place and moved there, so that a half-made one is never taken for whole.
 */
export function ensureCluster(privileges: Privileges, say: (message: string) => void): string {
  const { dir } = privileges;
  mkdirSync(path.dirname(dir), { recursive: true });
  clearLeftovers(dir);
  warnOfLowDisk(dir, say);
  if (!isWhole(dir)) {
    setAside(dir, say);
    create(privileges);
  }
  return readFileSync(path.join(dir, PASSWORD_FILE), "utf8").trim();
}

const isWhole = (dir: string) =>
  ["PG_VERSION", "global/pg_control", PASSWORD_FILE].every((file) =>
    existsSync(path.join(dir, file)),
  );

/** What starts that were killed in the middle of initdb left behind. */
function clearLeftovers(dir: string): void {
  const prefix = `${path.basename(dir)}.making-`;
  for (const name of readdirSync(path.dirname(dir))) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : 0;
    if (pid > 0 && pid !== process.pid && !isAlive(pid)) {
      rmSync(path.join(path.dirname(dir), name), { recursive: true, force: true });
    }
  }
}

/** Whatever stands in the cluster's place without being one is kept, out of the way. */
function setAside(dir: string, say: (message: string) => void): void {
  if (!existsSync(dir)) return;
  if (readdirSync(dir).length === 0) {
    rmdirSync(dir);
    return;
  }
  const aside = `${dir}.set-aside-${Date.now()}`;
  renameSync(dir, aside);
  say(`${dir} was not a whole database cluster: kept as ${aside}, making a new one.`);
}

function create({ binaries, dir, wrap }: Privileges): void {
  const making = `${dir}.making-${process.pid}`;
  const passwordFile = `${making}.password`;
  rmSync(making, { recursive: true, force: true });
  writeFileSync(passwordFile, randomBytes(18).toString("base64url"), { mode: 0o600 });
  const { file, args, uid, gid } = wrap(binaries.program("initdb"), [
    "-D",
    making,
    "--username=postgres",
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-sync",
  ]);
  try {
    if (uid !== undefined && gid !== undefined) chownSync(passwordFile, uid, gid);
    const made = spawnSync(file, args, { env: CLEAN_ENVIRONMENT, encoding: "utf8", uid, gid });
    if (made.status !== 0) {
      throw new Error(
        `The database cluster could not be made (initdb): ${made.error ?? made.stderr}`,
      );
    }
    renameSync(passwordFile, path.join(making, PASSWORD_FILE));
    moveIntoPlace(making, dir);
  } finally {
    rmSync(making, { recursive: true, force: true });
    rmSync(passwordFile, { force: true });
  }
}

function moveIntoPlace(making: string, dir: string): void {
  try {
    renameSync(making, dir);
  } catch (error) {
    // Another start was faster: its cluster is as good as ours.
    if (!isWhole(dir)) throw error;
  }
}

function warnOfLowDisk(dir: string, say: (message: string) => void): void {
  const { bavail, bsize } = statfsSync(path.dirname(dir));
  const free = bavail * bsize;
  const text = `${Math.round(free / 1024 / 1024)} MB are free on the disk of ${path.dirname(dir)}`;
  if (free < ROOM_FOR_A_CLUSTER && !isWhole(dir)) {
    throw new Error(
      `${text}: too little to make a database. Free some, or set DATA_DIR elsewhere.`,
    );
  }
  if (free < ROOM_TO_WORK) say(`Only ${text}: the database stops accepting data when it is full.`);
}
