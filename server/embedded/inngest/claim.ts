import { randomUUID } from "node:crypto";
import { type Sql, type Tx, transact } from "./database";
import type { JobKind } from "./jobs";
import type { FunctionConfig } from "./options";
import { clockOf, lockStarts, nextSlot, type Starts, saveStarts } from "./pace";
import type { InngestEvent, StepEntry } from "./protocol";

export type Job = {
  id: string;
  /** Proof of the lease: what is written for the job is written under it. */
  token: string;
  run_id: string;
  fn_id: string;
  step_id: string;
  kind: JobKind;
  attempt: number;
  immediate: boolean;
  race: boolean;
  event: InngestEvent;
  parent_run: string | null;
  /** Finished steps in their order; grows while the job is under way. */
  steps: StepEntry[];
};

type Functions = ReadonlyMap<string, FunctionConfig>;

/** One process at a time looks at gated jobs: that makes limits exact over all of them. */
const LOCK = 77_110_002;

/** How many gated jobs are looked at for each that may be taken; more only when many wait for one key. */
const WINDOWS = [2, 20] as const;

/**
 * Leases up to `limit` due jobs of the given functions to the caller, oldest first. Jobs of functions with
 * neither concurrency nor throttle are free; when both kinds wait, each gets half of the room.
 *
 * @returns the jobs, and whether there may be more that are due
 */
export async function claimJobs(
  sql: Sql,
  functions: Functions,
  limit: number,
  leaseMs: number,
): Promise<{ jobs: Job[]; more: boolean }> {
  const ids = [...functions.keys()];
  const token = randomUUID();
  const waits = (isGated: boolean) => sql`exists (select 1 from executor.job
    where gated = ${isGated} and fn_id = any(${ids}) and run_at <= now()
      and (lease_until is null or lease_until < now()))`;
  const [waiting] = await sql<{ gated: boolean; free: boolean }[]>`
    select ${waits(true)} as gated, ${waits(false)} as free`;
  const share = waiting?.free ? Math.ceil(limit / 2) : limit;
  const gated = waiting?.gated ? await claimGated(sql, functions, share, leaseMs, token) : [];
  const free = waiting?.free
    ? await claimFree(sql, ids, { limit: limit - gated.length, leaseMs, token })
    : [];
  const jobs = [...gated, ...free];
  return { jobs, more: gated.length === share || jobs.length === limit };
}

async function claimFree(
  sql: Sql,
  ids: string[],
  { limit, leaseMs, token }: { limit: number; leaseMs: number; token: string },
): Promise<Job[]> {
  return sql<Job[]>`
    with due as (
      select id from executor.job
      where not gated and fn_id = any(${ids}) and run_at <= now()
        and (lease_until is null or lease_until < now())
      order by run_at, id limit ${limit} for update skip locked
    ), mine as (
      update executor.job j
      set lease_until = now() + ${leaseMs} * interval '1 ms', token = ${token}, woken = false
      from due where j.id = due.id returning j.*
    )
    ${described(sql)}`;
}

type Candidate = {
  id: string;
  fn_id: string;
  keys: string[];
  limits: number[];
  pace: string | null;
};

async function claimGated(
  sql: Sql,
  functions: Functions,
  limit: number,
  leaseMs: number,
  token: string,
): Promise<Job[]> {
  return transact(sql, async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`;
    const counts = await tx<{ key: string; n: number; full: boolean }[]>`
      select k.key, count(*)::int as n, count(*) >= min(k.size) as full
      from executor.job, unnest(keys, limits) as k(key, size)
      where lease_until > now() group by 1`;
    const full = counts.filter((count) => count.full).map((count) => count.key);
    const look = (count: number) => tx<Candidate[]>`
      select id, fn_id, keys, limits, pace from executor.job
      where gated and fn_id = any(${[...functions.keys()]}) and run_at <= now()
        and (lease_until is null or lease_until < now()) and not keys && ${full}::text[]
      order by id limit ${count} for update skip locked`;
    const held = () => new Map(counts.map(({ key, n }) => [key, n]));
    let candidates: Candidate[] = [];
    for (const window of WINDOWS) {
      candidates = await look(limit * window);
      const allowed = candidates.filter(within(held()));
      const enough = allowed.length >= limit && candidates.every(({ pace }) => pace === null);
      if (enough || candidates.length < limit * window) break;
    }
    const paces = await openPaces(tx, functions, candidates);
    const fits = within(held(), (job) => paces.admit(job));
    const taken: string[] = [];
    for (const job of candidates) {
      if (taken.length >= limit) break;
      if (fits(job)) taken.push(job.id);
    }
    await paces.save();
    if (taken.length === 0) return [];
    return tx<Job[]>`
      with mine as (
        update executor.job j
        set lease_until = now() + ${leaseMs} * interval '1 ms', token = ${token}, woken = false,
          pace = null, gated = keys <> '{}'
        where j.id = any(${taken}::bigint[]) returning j.*
      )
      ${described(tx)}`;
  });
}

/** Whether a job may run beside those that `held` counts by key; one that may is counted from then on. */
function within(held: Map<string, number>, admit: (job: Candidate) => boolean = () => true) {
  return (job: Candidate): boolean => {
    if (job.keys.some((key, i) => (held.get(key) ?? 0) >= (job.limits[i] ?? 1))) return false;
    if (!admit(job)) return false;
    for (const key of job.keys) held.set(key, (held.get(key) ?? 0) + 1);
    return true;
  };
}

/** Throttles: admits what is in time, and lets the rest of the candidates sleep until their turn. */
async function openPaces(tx: Tx, functions: Functions, candidates: Candidate[]) {
  const keys = [...new Set(candidates.flatMap((job) => job.pace ?? []))];
  const started = keys.length > 0 ? await lockStarts(tx, keys) : new Map<string, Starts>();
  const now = keys.length > 0 ? await clockOf(tx) : 0;
  /** Real starts and, after them, the turns given to those who wait. */
  const planned = new Map([...started].map(([key, starts]) => [key, [...starts]]));
  const changed = new Map<string, FunctionConfig["throttle"]>();
  const later: { id: string; at: number }[] = [];
  return {
    admit(job: Candidate): boolean {
      const throttle = functions.get(job.fn_id)?.throttle;
      const turns = planned.get(job.pace ?? "");
      if (!job.pace || !throttle || !turns) return true;
      const slot = nextSlot(turns, throttle, now);
      turns.push(slot);
      if (slot > now) {
        later.push({ id: job.id, at: slot });
        return false;
      }
      started.get(job.pace)?.push(now);
      changed.set(job.pace, throttle);
      return true;
    },
    async save(): Promise<void> {
      for (const [key, throttle] of changed) {
        const starts = started.get(key);
        if (throttle && starts) await saveStarts(tx, key, starts, throttle);
      }
      if (later.length === 0) return;
      await tx`update executor.job j set run_at = to_timestamp(l.at / 1000.0)
        from unnest(${later.map((job) => job.id)}::bigint[], ${later.map((job) => job.at)}::float8[])
          as l(id, at)
        where j.id = l.id`;
    },
  };
}

/** Claimed jobs with all that a call needs. */
const described = (sql: Sql | Tx) => sql`
  select m.id::text as id, m.token, m.run_id, m.fn_id, m.step_id, m.kind, m.attempt, m.immediate, m.race,
    r.event, r.parent_run,
    coalesce((select json_agg(json_build_array(s.step_id, s.result) order by s.pos)
      from executor.step s where s.run_id = m.run_id and m.kind = 'call'), '[]') as steps
  from mine m join executor.run r on r.id = m.run_id order by m.id`;
