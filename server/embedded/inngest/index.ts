import { connectRaw, type Sql } from "@/db/client";
import type { Logger } from "@/server/core/logger";
import { claimJobs, type Job } from "./claim";
import { createCommitQueue } from "./commit-queue";
import { startCrons } from "./cron";
import { ingest, resolveSignal } from "./ingest";
import { type FunctionConfig, readConfig } from "./options";
import { type Performer, perform } from "./perform";
import { createProtocol, type InngestEvent, type ServeHandler } from "./protocol";
import { sweepOld } from "./retention";
import { ensureSchema } from "./schema";
import { CHANNEL } from "./store";

export { UnsupportedOption } from "./options";

export type ExecutorOptions = {
  /** The database its state lives in; it keeps a small pool of its own. */
  databaseUrl: string;
  handler: ServeHandler;
  /** What the SDK believes its address to be; nothing is sent there. */
  serveUrl?: string;
  signingKey?: string;
  log: Logger;
  /** Jobs under way at once in this process. */
  workers?: number;
  /** How long a process may be silent before its jobs are taken over. */
  leaseMs?: number;
  /** How often the queue is looked at without being woken. */
  pollMs?: number;
  backoff?: (attempt: number) => number;
  /** How long ended runs are kept. */
  keepMs?: number;
  maxConnections?: number;
};

export type Executor = Awaited<ReturnType<typeof startExecutor>>;

const BACKOFF_MS = [2_000, 5_000, 15_000, 30_000, 60_000, 300_000, 600_000];
const defaultBackoff = (attempt: number): number =>
  BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 600_000;
const DAY_MS = 86_400_000;

/**
 * Runs Inngest functions without an Inngest server: state in PostgreSQL, calls through the SDK's public serve
 * protocol. Throws {@link UnsupportedOption} when a function needs what only a server can do.
 */
export async function startExecutor(options: ExecutorOptions) {
  const {
    log,
    workers = 16,
    leaseMs = 30_000,
    pollMs = 1000,
    backoff = defaultBackoff,
    keepMs = 3 * DAY_MS,
  } = options;
  const sql = connectRaw(options.databaseUrl, { max: options.maxConnections ?? 8 });
  const protocol = createProtocol({
    handler: options.handler,
    url: options.serveUrl ?? "http://localhost/api/inngest",
    signingKey: options.signingKey,
  });
  const functions = new Map<string, FunctionConfig>();
  try {
    for (const config of (await protocol.discover()).map(readConfig)) {
      functions.set(config.id, config);
    }
    await ensureSchema(sql);
  } catch (error) {
    await sql.end({ timeout: 1 });
    throw error;
  }

  const active = new Map<Promise<void>, Job>();
  let stopped = false;
  const onError = (error: unknown) => {
    if (!stopped) log.error({ err: error }, "the job executor met an error");
  };
  const world: Performer = {
    sql,
    functions,
    protocol,
    commits: createCommitQueue(sql, leaseMs),
    backoff,
    echo: async (event: InngestEvent) => {
      await ingest(sql, functions, [event]);
    },
  };
  const pump = createPump({
    sql,
    world,
    active,
    workers,
    leaseMs,
    onError,
    isStopped: () => stopped,
  });

  const heartbeat = setInterval(() => {
    const ids = [...active.values()].map((job) => job.id);
    if (ids.length > 0) void extendLeases(sql, [...active.values()], leaseMs).catch(onError);
  }, leaseMs / 3);
  const poll = setInterval(pump, pollMs);
  const sweep = setInterval(() => void sweepOld(sql, keepMs).catch(onError), 600_000);
  const listener = await sql.listen(CHANNEL, pump, pump);
  const stopCrons = startCrons(sql, functions, onError);
  pump();

  return {
    /** Pass as `fetch` to `new Inngest({ fetch })`: takes sent events and signals in, in this process. */
    fetch: createFetch(sql, functions),
    functionIds: [...functions.keys()],
    async stats() {
      const [row] = await sql<{ queued: number; running: number; oldest_ms: number | null }[]>`
        select count(*) filter (where lease_until is null and run_at <= now())::int as queued,
          count(*) filter (where lease_until > now())::int as running,
          (extract(epoch from now() - min(run_at) filter (where lease_until is null and run_at <= now())) * 1000)::int as oldest_ms
        from executor.job`;
      return {
        queued: row?.queued ?? 0,
        running: row?.running ?? 0,
        oldestMs: row?.oldest_ms ?? 0,
      };
    },
    /** Stops taking jobs, waits for those under way, and gives back what did not end in time. */
    async stop(graceMs = 5000) {
      stopped = true;
      clearInterval(heartbeat);
      clearInterval(poll);
      clearInterval(sweep);
      stopCrons();
      const timeout = new Promise((resolve) => setTimeout(resolve, graceMs).unref());
      await Promise.race([Promise.allSettled(active.keys()), timeout]);
      await releaseLeases(sql, [...active.values()]).catch(() => {});
      await listener.unlisten().catch(() => {});
      await sql.end({ timeout: 2 });
    },
  };
}

/** Keeps as many jobs under way as there are workers; wakes cost nothing while one look is under way. */
function createPump(options: {
  sql: Sql;
  world: Performer;
  active: Map<Promise<void>, Job>;
  workers: number;
  leaseMs: number;
  onError: (error: unknown) => void;
  isStopped: () => boolean;
}) {
  const { sql, world, active, workers, leaseMs, onError, isStopped } = options;
  let looking = false;
  let again = false;

  async function look(): Promise<void> {
    do {
      again = false;
      const room = workers - active.size;
      if (room <= 0 || isStopped()) return;
      const jobs = await claimJobs(sql, room, leaseMs);
      for (const job of jobs) start(job);
      if (jobs.length === room) again = active.size < workers;
    } while (again && !isStopped());
  }

  function start(job: Job): void {
    const work: Promise<void> = perform(world, job)
      .catch(async (error: unknown) => {
        onError(error);
        // Nothing was written: the job is free again at once, and its lease would free it anyway.
        await releaseLeases(sql, [job]).catch(() => {});
      })
      .finally(() => {
        active.delete(work);
        pump();
      });
    active.set(work, job);
  }

  function pump(): void {
    again = true;
    if (looking || isStopped()) return;
    looking = true;
    void look()
      .catch(onError)
      .finally(() => {
        looking = false;
        if (again && active.size < workers && !isStopped()) setImmediate(pump);
      });
  }
  return pump;
}

async function extendLeases(sql: Sql, jobs: Job[], leaseMs: number): Promise<void> {
  await sql`update executor.job set lease_until = now() + ${leaseMs} * interval '1 ms'
    where id = any(${jobs.map((job) => job.id)}::bigint[]) and token = any(${jobs.map((job) => job.token)})`;
}

async function releaseLeases(sql: Sql, jobs: Job[]): Promise<void> {
  if (jobs.length === 0) return;
  await sql`update executor.job set lease_until = null, token = null, run_at = greatest(run_at, now() + interval '1 second')
    where id = any(${jobs.map((job) => job.id)}::bigint[]) and token = any(${jobs.map((job) => job.token)})`;
}

function createFetch(sql: Sql, functions: ReadonlyMap<string, FunctionConfig>): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const body: unknown = JSON.parse(String(init?.body ?? "null"));
    if (url.pathname.startsWith("/e/")) {
      const ids = await ingest(sql, functions, [body].flat() as Parameters<typeof ingest>[2]);
      return Response.json({ ids, status: 200 });
    }
    if (url.pathname === "/v1/signals") {
      const signal = body as { signal: string };
      const runId = await resolveSignal(sql, functions, signal.signal, signal);
      return Response.json({ data: { run_id: runId } });
    }
    return Response.json({ error: "not part of the embedded executor" }, { status: 404 });
  };
}
