import type { Sql } from "./database";

/** Any number; all processes take the same lock. */
const LOCK = 77_110_001;

/**
 * The executor's own tables: absent where a real Inngest server does its work. Payloads are `json`, not
 * `jsonb`: they are kept as they came, and may hold characters that jsonb refuses.
 *
 * `job` is the queue and holds everything a run still waits for, one row a step: calls to make, sleeps, and
 * waits whose `run_at` is their timeout. A worker leases a row under a token. The row with step `step` asks
 * the function what comes next; `woken` says that a step ended while that was being asked.
 */
const MIGRATIONS = [
  `
create table executor.event(
  id text primary key, name text not null, data json not null, ts bigint not null,
  received_at timestamptz not null default now());
create index event_received_idx on executor.event(received_at);
create table executor.run(
  id text primary key, fn_id text not null, status text not null default 'running',
  event_name text not null, event json not null, output json, dedupe text unique,
  parent_run text, parent_step text,
  created_at timestamptz not null default now(), ended_at timestamptz);
create index run_running_idx on executor.run(fn_id) where status = 'running';
create index run_ended_idx on executor.run(ended_at) where ended_at is not null;
create table executor.step(
  run_id text not null, step_id text not null, name text, result json not null,
  pos bigserial, ended_at timestamptz not null default now(),
  primary key(run_id, step_id));
create table executor.job(
  id bigserial primary key, run_id text not null, fn_id text not null, step_id text not null,
  kind text not null, attempt int not null default 0,
  run_at timestamptz not null default now(), lease_until timestamptz, token text,
  woken boolean not null default false,
  race boolean not null default false,
  immediate boolean not null default true,
  gated boolean not null default false,
  keys text[] not null default '{}', limits int[] not null default '{}', pace text,
  wait_key text, expression text,
  unique(run_id, step_id));
create index job_free_idx on executor.job(run_at, id) where not gated;
create index job_gated_idx on executor.job(id) where gated;
create index job_leased_idx on executor.job(lease_until) where lease_until is not null;
create index job_wait_idx on executor.job(kind, wait_key) where wait_key is not null;
create table executor.pace(
  key text primary key, starts bigint[] not null default '{}', expires_at timestamptz not null);
create table executor.schedule(key text primary key, last timestamptz not null);
`,
];

/** Makes or renews the tables, once, however many processes start together. */
export async function ensureSchema(sql: Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`;
    await tx`create schema if not exists executor`;
    await tx`create table if not exists executor.migration(version int primary key)`;
    const [done] = await tx<{ version: number }[]>`
      select coalesce(max(version), 0)::int as version from executor.migration`;
    const from = done?.version ?? 0;
    for (const [index, ddl] of MIGRATIONS.slice(from).entries()) {
      await tx.unsafe(ddl);
      await tx`insert into executor.migration values (${from + index + 1})`;
    }
  });
}
