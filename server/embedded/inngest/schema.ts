import type { Sql } from "@/db/client";

/** Any number; all processes take the same lock. */
const LOCK = 77_110_001;

/**
 * The executor's own tables: absent where a real Inngest server does its work. `job` is the queue: one row
 * for every call, sleep or timeout that is due some day, leased under a token while somebody is at it.
 */
const DDL = `
create schema if not exists executor;
create table if not exists executor.event(
  id text primary key, name text not null, data jsonb not null, ts bigint not null,
  received_at timestamptz not null default now());
create index if not exists event_received_idx on executor.event(received_at);
create table if not exists executor.run(
  id text primary key, fn_id text not null, status text not null default 'running',
  event jsonb not null, output jsonb, dedupe text unique,
  parent_run text, parent_step text,
  created_at timestamptz not null default now(), ended_at timestamptz);
create index if not exists run_running_idx on executor.run(fn_id) where status = 'running';
create index if not exists run_ended_idx on executor.run(ended_at) where ended_at is not null;
create table if not exists executor.step(
  run_id text not null, step_id text not null, result jsonb not null, pos bigserial,
  primary key(run_id, step_id));
create table if not exists executor.job(
  id bigserial primary key, run_id text not null, fn_id text not null, step_id text not null,
  kind text not null default 'call', attempt int not null default 0,
  run_at timestamptz not null default now(), lease_until timestamptz, token text,
  keys text[] not null default '{}', limits int[] not null default '{}',
  immediate boolean not null default true,
  unique(run_id, step_id, kind));
create index if not exists job_due_idx on executor.job(run_at, id);
create index if not exists job_leased_idx on executor.job(lease_until) where lease_until is not null;
create table if not exists executor.wait(
  run_id text not null, step_id text not null, kind text not null, key text not null,
  expression text, race boolean not null default false,
  primary key(run_id, step_id, kind));
create index if not exists wait_key_idx on executor.wait(kind, key);
create table if not exists executor.pace(key text primary key, next_at timestamptz not null);
`;

/** Makes the tables, once, however many processes start together. */
export async function ensureSchema(sql: Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`;
    await tx.unsafe(DDL);
  });
}
