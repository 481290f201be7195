import { spawnSync } from "node:child_process";
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { sha256Hex } from "@/server/core/crypto";
import { type Binaries, binariesAt } from "./binaries";

/** A program with its arguments, and the system user to run it as when that is not ourselves. */
export type Command = { file: string; args: string[]; uid?: number; gid?: number };

/** How PostgreSQL can be run here, given that it refuses to run as root. */
export type Privileges = {
  binaries: Binaries;
  /** The directory to keep the cluster in; differs from the wished one only for a fallback user. */
  dir: string;
  wrap(file: string, args: string[]): Command;
  /** Something the operator should know about the choice. */
  notice?: string;
};

type User = { name: string; uid: number; gid: number };

/** Chooses between running as ourselves, in a user namespace, and as another user. */
export function choosePrivileges(binaries: Binaries, dir: string): Privileges {
  if (process.getuid?.() !== 0) {
    return { binaries, dir, wrap: (file, args) => ({ file, args }) };
  }
  const users = ordinaryUsers();
  const inside = users[0];
  if (inside && namespacesAllowed(inside)) {
    return {
      binaries,
      dir,
      wrap: (file, args) => ({ file: "unshare", args: [...namespaceOf(inside), file, ...args] }),
    };
  }
  return asAnotherUser(binaries, dir, users);
}

// initdb looks its user up by number, so the number that root appears as has to exist.
const namespaceOf = ({ uid, gid }: User): string[] => [
  "--user",
  `--map-user=${uid}`,
  `--map-group=${gid}`,
];

function namespacesAllowed(user: User): boolean {
  return spawnSync("unshare", [...namespaceOf(user), "true"], { stdio: "ignore" }).status === 0;
}

/** Everybody in /etc/passwd but root; those made for PostgreSQL and for people first. */
function ordinaryUsers(): User[] {
  if (!existsSync("/etc/passwd")) return [];
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .flatMap(([name, , uid, gid]) =>
      name && Number(uid) > 0 ? [{ name, uid: Number(uid), gid: Number(gid) }] : [],
    );
  const rank = ({ name }: User) =>
    name === "postgres" || name === FALLBACK_USER ? 0 : name === "nobody" ? 2 : 1;
  return users.sort((a, b) => rank(a) - rank(b));
}

const FALLBACK_USER = "rezeis-db";

/**
 * Some containers forbid user namespaces. Then another user runs the server, which can neither enter root's
 * directories nor read the programs inside them: both move to a place of its own.
 */
function asAnotherUser(binaries: Binaries, wished: string, users: User[]): Privileges {
  const user = dedicatedUser(users);
  const home = path.join("/var/lib/rezeis", sha256Hex(wished).slice(0, 12));
  mkdirSync(home, { recursive: true });
  chownSync(home, user.uid, user.gid);
  const programs = path.join(home, "programs");
  cpSync(binaries.root, programs, { recursive: true, verbatimSymlinks: true, force: true });
  return {
    binaries: binariesAt(programs),
    dir: path.join(home, "postgres"),
    wrap: (file, args) => ({ file, args, uid: user.uid, gid: user.gid }),
    notice:
      `PostgreSQL does not run as root and this system forbids user namespaces: ` +
      `it runs as ${user.name} and keeps its data in ${home} instead of ${wished}.`,
  };
}

function dedicatedUser(users: User[]): User {
  const find = (list: User[]) =>
    list.find(({ name }) => name === FALLBACK_USER || name === "postgres");
  const existing = find(users);
  if (existing) return existing;
  spawnSync("useradd", ["--system", "--no-create-home", "--shell", "/bin/false", FALLBACK_USER], {
    stdio: "ignore",
  });
  const created = find(ordinaryUsers());
  if (created) return created;
  throw new Error(
    "PostgreSQL refuses to run as root, user namespaces are forbidden here and no user could be created. " +
      "Start as an ordinary user, or set DATABASE_URL to a PostgreSQL server.",
  );
}

let diesWithParent: boolean | undefined;

/** Puts a program under a parent-death signal where the system has one, so SIGKILL leaves no orphan. */
export function dyingWithParent(file: string, args: string[]): { file: string; args: string[] } {
  diesWithParent ??=
    process.platform === "linux" &&
    spawnSync("setpriv", ["--pdeathsig", "INT", "true"], { stdio: "ignore" }).status === 0;
  return diesWithParent
    ? { file: "setpriv", args: ["--pdeathsig", "INT", file, ...args] }
    : { file, args };
}
