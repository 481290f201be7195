import { type ChildProcess, spawn } from "node:child_process";
import { chownSync, closeSync, openSync, readFileSync, renameSync, rmSync } from "node:fs";
import net from "node:net";
import { CLEAN_ENVIRONMENT } from "./cluster";
import { readPostmaster } from "./postmaster";
import { dyingWithParent, type Privileges } from "./privileges";

/** Settings of a server that shares its machine with the application. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: 120,
  shared_buffers: "128MB",
  max_wal_size: "2GB",
  wal_level: "minimal",
  max_wal_senders: 0,
  // Failed statements are reported by whoever sent them; here they would spill their parameters.
  log_min_messages: "log",
  log_checkpoints: "off",
};

export type Settings = Record<string, string | number>;

/** Why a launch failed: the end of the server's own log. */
export class LaunchError extends Error {
  constructor(readonly log: string) {
    super(`PostgreSQL did not start: ${log.trim() || "it said nothing"}`);
    this.name = "LaunchError";
  }
}

/** Starts the server on a cluster and resolves once it accepts connections. Throws {@link LaunchError}. */
export async function launch(
  privileges: Privileges,
  port: number,
  settings: Settings,
): Promise<ChildProcess> {
  const { dir, binaries } = privileges;
  // Starts that happen at once must not write over each other's words.
  const logPath = `${dir}.${port}.log`;
  const options = Object.entries({ ...SETTINGS, ...settings, port }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const mortal = dyingWithParent(binaries.program("postgres"), ["-D", dir, ...options]);
  const { file, args, uid, gid } = privileges.wrap(mortal.file, mortal.args);
  const log = openSync(logPath, "w", 0o600);
  if (uid !== undefined && gid !== undefined) chownSync(logPath, uid, gid);
  const child = spawn(file, args, {
    env: CLEAN_ENVIRONMENT,
    uid,
    gid,
    // A group of its own: Ctrl-C in a terminal must reach the application first, not the database.
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  try {
    await ready(child, dir, logPath);
    renameSync(logPath, `${dir}.log`);
    return child;
  } finally {
    rmSync(logPath, { force: true });
  }
}

async function ready(child: ChildProcess, dir: string, logPath: string): Promise<void> {
  let failure: Error | undefined;
  child.once("error", (error) => {
    failure = error;
  });
  while (readPostmaster(dir)?.pid !== child.pid || readPostmaster(dir)?.status !== "ready") {
    if (failure) throw failure;
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new LaunchError(readFileSync(logPath, "utf8").slice(-4000));
    }
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

/** The wished port if nobody listens there, else any free one. */
export async function freePort(wished: number): Promise<number> {
  return listenOnce(wished).catch(() => listenOnce(0));
}

function listenOnce(port: number): Promise<number> {
  const server = net.createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : port));
    });
  });
}
