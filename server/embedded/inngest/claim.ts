import { randomUUID } from "node:crypto";
import type { Sql } from "@/db/client";
import type { InngestEvent } from "./protocol";
import type { Tx } from "./store";

export type Job = {
  id: string;
  token: string;
  run_id: string;
  fn_id: string;
  step_id: string;
  kind: "call" | "sleep" | "timeout";
  attempt: number;
  immediate: boolean;
  event: InngestEvent;
  steps: [id: string, result: unknown][];
  /** Nothing else of the run waits or is queued: its calls may follow each other without the queue. */
  alone: boolean;
};

/** One claimer at a time makes limits of concurrency exact over all processes. */
const LOCK = 77_110_002;

/**
 * Leases up to `limit` due jobs to the caller, oldest first. Free jobs need no lock; those with concurrency keys
 * are taken one after another under one, so that a key is never held more often than allowed.
 */
export async function claimJobs(sql: Sql, limit: number, leaseMs: number): Promise<Job[]> {
  const token = randomUUID();
  const free = await sql<Job[]>`
    with due as (
      select id from executor.job
      where run_at <= now() and (lease_until is null or lease_until < now()) and keys = '{}'
      order by run_at, id limit ${limit} for update skip locked
    ), mine as (
      update executor.job j set lease_until = now() + ${leaseMs} * interval '1 ms', token = ${token}
      from due where j.id = due.id returning j.*
    )
    ${described(sql)}`;
  if (free.length >= limit) return free;
  const keyed = await claimKeyed(sql, limit - free.length, leaseMs, token);
  return [...free, ...keyed];
}

async function claimKeyed(sql: Sql, limit: number, leaseMs: number, token: string): Promise<Job[]> {
  const [waiting] = await sql`
    select 1 from executor.job
    where run_at <= now() and (lease_until is null or lease_until < now()) and keys <> '{}' limit 1`;
  if (!waiting) return [];
  const jobs = await sql.begin(async (tx): Promise<Job[]> => {
    await tx`select pg_advisory_xact_lock(${LOCK})`;
    const held = new Map<string, number>();
    const counts = await tx<{ key: string; n: number }[]>`
      select k.key, count(*)::int as n from executor.job, unnest(keys) as k(key)
      where lease_until > now() group by 1`;
    for (const { key, n } of counts) held.set(key, n);
    const full = counts.map(({ key }) => key);
    const due = await tx<{ id: string; keys: string[]; limits: number[] }[]>`
      select id, keys, limits from executor.job
      where run_at <= now() and (lease_until is null or lease_until < now()) and keys <> '{}'
      order by (keys && ${full}::text[]), run_at, id limit ${limit * 20} for update skip locked`;
    const taken: string[] = [];
    for (const job of due) {
      if (taken.length >= limit) break;
      if (job.keys.some((key, i) => (held.get(key) ?? 0) >= (job.limits[i] ?? 1))) continue;
      for (const key of job.keys) held.set(key, (held.get(key) ?? 0) + 1);
      taken.push(job.id);
    }
    if (taken.length === 0) return [];
    return tx<Job[]>`
      with mine as (
        update executor.job j set lease_until = now() + ${leaseMs} * interval '1 ms', token = ${token}
        where j.id = any(${taken}::bigint[]) returning j.*
      )
      ${described(tx)}`;
  });
  return jobs as Job[];
}

/** Claimed jobs with all a call needs: the event, the finished steps in order, and whether they stand alone. */
const described = (sql: Sql | Tx) => sql`
  select m.id::text as id, m.token, m.run_id, m.fn_id, m.step_id, m.kind, m.attempt, m.immediate, r.event,
    coalesce((select jsonb_agg(jsonb_build_array(s.step_id, s.result) order by s.pos)
      from executor.step s where s.run_id = m.run_id), '[]') as steps,
    not exists (select 1 from executor.job o where o.run_id = m.run_id and o.id <> m.id)
      and not exists (select 1 from executor.wait w where w.run_id = m.run_id) as alone
  from mine m join executor.run r on r.id = m.run_id`;
