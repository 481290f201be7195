import type { Logger } from "@/server/core/logger";
import { createFetch } from "./api";
import type { Job } from "./claim";
import { createCommitQueue } from "./commit-queue";
import { startCrons } from "./cron";
import { CHANNEL, openPool, type Sql } from "./database";
import { listRuns, queueState } from "./history";
import { type FunctionConfig, readConfig } from "./options";
import { createProtocol, type Protocol, type ServeHandler } from "./protocol";
import { failOrphans, sweepOld } from "./retention";
import { ensureSchema } from "./schema";
import { createWorker } from "./worker";

export type ExecutorOptions = {
  /** The database its state lives in; it keeps a small pool of its own. */
  databaseUrl: string;
  handler: ServeHandler;
  log: Logger;
  /** Jobs under way at once in this process. */
  workers?: number;
  /** How long a process may be silent before its jobs are taken over. */
  leaseMs?: number;
  /** How often the queue is looked at without being woken. */
  pollMs?: number;
  /** Milliseconds to wait after the given failed attempt (0 is the first). */
  backoff?: (attempt: number) => number;
  /** How long ended runs and event ids are kept. */
  keepMs?: number;
};

const DAY_MS = 86_400_000;
const BACKOFF_MS = [2_000, 5_000, 15_000, 30_000, 60_000, 300_000, 600_000];
const SWEEP_EVERY_MS = 600_000;
const ORPHANED_AFTER_MS = 3_600_000;
const CONNECTIONS = 6;

const defaultBackoff = (attempt: number): number =>
  BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 0;

/**
 * Runs Inngest functions without an Inngest server: state in PostgreSQL, calls through the SDK's public serve
 * protocol. Any number of processes may share one database.
 *
 * Throws `UnsupportedOption` when a function needs what only a server can do.
 */
export async function startExecutor(options: ExecutorOptions) {
  const { log, workers = 32, leaseMs = 30_000, pollMs = 1000, keepMs = 3 * DAY_MS } = options;
  const protocol = createProtocol(options.handler);
  const functions = await readFunctions(protocol);
  const sql = openPool(options.databaseUrl, CONNECTIONS);
  await ensureSchema(sql).catch((error: unknown) => closeAndThrow(sql, error));

  let stopped = false;
  const onError = (error: unknown) => {
    if (!stopped) log.error({ err: error }, "the job executor met an error");
  };
  const active = new Map<string, Job>();
  const commits = createCommitQueue(sql, leaseMs, () => stopped);
  const { backoff = defaultBackoff } = options;
  const world = { sql, functions, protocol, commits, backoff };
  const worker = createWorker({ sql, world, active, room: workers, leaseMs, onError });
  const sweep = async () => {
    await sweepOld(sql, Math.max(keepMs, DAY_MS));
    await failOrphans(sql, functions, ORPHANED_AFTER_MS);
  };

  const { pump } = worker;
  const timers = [
    setInterval(pump, pollMs),
    setInterval(() => void sweep().catch(onError), SWEEP_EVERY_MS),
  ];
  const listener = await sql.listen(CHANNEL, pump, pump).catch((error: unknown) => {
    for (const timer of timers) clearInterval(timer);
    return closeAndThrow(sql, error);
  });
  const stopCrons = startCrons(sql, functions, onError);

  return {
    /** Pass as `fetch` to `new Inngest({ fetch })`: takes in, in this process, what the SDK sends. */
    fetch: createFetch({ sql, functions, commits, active }),
    functionIds: [...functions.keys()],
    /** The queue in figures. */
    stats: () => queueState(sql),
    /** Runs, newest first. */
    runs: (query?: Parameters<typeof listRuns>[1]) => listRuns(sql, query),
    /** Takes no further job, waits up to `graceMs` for those under way, and gives back the rest. */
    async stop(graceMs = 5000): Promise<void> {
      for (const timer of timers) clearInterval(timer);
      stopCrons();
      await worker.stop(graceMs);
      stopped = true;
      await listener.unlisten().catch(() => {});
      await sql.end({ timeout: 2 });
    },
  };
}

async function readFunctions(protocol: Protocol): Promise<Map<string, FunctionConfig>> {
  const configs = (await protocol.discover()).map(readConfig);
  return new Map(configs.map((config) => [config.id, config]));
}

async function closeAndThrow(sql: Sql, error: unknown): Promise<never> {
  await sql.end({ timeout: 1 });
  throw error;
}
