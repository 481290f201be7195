import { claimJobs, type Job } from "./claim";
import type { Sql } from "./database";
import { type Performer, perform } from "./perform";

/** A job that could not be written down for a passing reason rests this long. */
const REST_MS = 1000;
const REFILL_MS = 5;

/** Keeps as many jobs under way as there is room for. `pump` wakes it; waking a busy one costs nothing. */
export function createWorker(options: {
  sql: Sql;
  world: Performer;
  active: Map<string, Job>;
  room: number;
  leaseMs: number;
  onError: (error: unknown) => void;
}) {
  const { sql, world, active, room, leaseMs, onError } = options;
  const works = new Set<Promise<void>>();
  let stopped = false;
  let looking = false;
  let again = false;
  let refillTimer: NodeJS.Timeout | null = null;

  async function look(): Promise<void> {
    while (again && !stopped) {
      again = false;
      const free = room - active.size;
      if (free <= 0) return;
      const { jobs, more } = await claimJobs(sql, world.functions, free, leaseMs);
      for (const job of jobs) start(job);
      again ||= more;
    }
  }

  function start(job: Job): void {
    active.set(job.id, job);
    const work = perform(world, job)
      .catch(async (error: unknown) => {
        onError(error);
        await releaseLeases(sql, [job], REST_MS).catch(onError);
      })
      .finally(() => {
        active.delete(job.id);
        works.delete(work);
        refill();
      });
    works.add(work);
  }

  /** While half of the hands are busy it pays to take several jobs at once rather than each by itself. */
  function refill(): void {
    if (active.size <= room / 2) {
      pump();
      return;
    }
    refillTimer ??= setTimeout(() => {
      refillTimer = null;
      pump();
    }, REFILL_MS);
  }

  function pump(): void {
    again = true;
    if (looking || stopped) return;
    looking = true;
    void look()
      .catch(onError)
      .finally(() => {
        looking = false;
        if (again && active.size < room) setImmediate(pump);
      });
  }

  const heartbeat = setInterval(() => {
    if (active.size > 0) void extendLeases(sql, [...active.values()], leaseMs).catch(onError);
  }, leaseMs / 3);

  return {
    pump,
    /** Takes no further job, waits for those under way, and gives back what does not end in time. */
    async stop(graceMs: number): Promise<void> {
      stopped = true;
      if (refillTimer) clearTimeout(refillTimer);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, graceMs);
      });
      await Promise.race([Promise.allSettled([...works]), late]);
      clearTimeout(timer);
      clearInterval(heartbeat);
      await releaseLeases(sql, [...active.values()], 0).catch(onError);
    },
  };
}

/** Skips rows somebody has locked: they are being ended, and waiting for them could end in a deadlock. */
async function extendLeases(sql: Sql, jobs: Job[], leaseMs: number): Promise<void> {
  await sql`
    update executor.job j set lease_until = now() + ${leaseMs} * interval '1 ms'
    from (
      select j.id from executor.job j
      join unnest(${jobs.map((job) => job.id)}::bigint[], ${jobs.map((job) => job.token)}::text[])
        as mine(id, token) on mine.id = j.id and mine.token = j.token
      for update of j skip locked
    ) mine where mine.id = j.id`;
}

async function releaseLeases(sql: Sql, jobs: Job[], restMs: number): Promise<void> {
  if (jobs.length === 0) return;
  await sql`
    update executor.job j set lease_until = null, token = null,
      run_at = greatest(run_at, now() + ${restMs} * interval '1 ms')
    from unnest(${jobs.map((job) => job.id)}::bigint[], ${jobs.map((job) => job.token)}::text[])
      as mine(id, token)
    where mine.id = j.id and mine.token = j.token`;
}
