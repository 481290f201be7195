import { randomUUID } from "node:crypto";
import type postgres from "postgres";
import { holds, keyOf } from "./expression";
import type { FunctionConfig, Pace } from "./options";
import type { InngestEvent } from "./protocol";

export type Tx = postgres.TransactionSql;

/** The channel that wakes waiting workers of all processes. */
export const CHANNEL = "executor_jobs";

/** Idempotency keys of functions hold this long, from the run they made. */
const IDEMPOTENCY_MS = 24 * 3_600_000;

export type RunRow = {
  id: string;
  fn_id: string;
  event: InngestEvent;
  parent_run: string | null;
  parent_step: string | null;
};

export type NewRun = {
  config: FunctionConfig;
  event: InngestEvent;
  /** A run with this key is made once, ever. */
  dedupe?: string;
  parent?: { runId: string; stepId: string };
};

/** The concurrency slots a run's calls take: a key and how many may hold it at once. */
export function slotsOf(config: FunctionConfig, event: InngestEvent) {
  return config.concurrency.map(({ limit, key }) => ({
    key: `${config.id}:${limit}:${keyOf(key, { event })}`,
    limit,
  }));
}

type PreparedRun = {
  id: string;
  fn_id: string;
  event: InngestEvent;
  dedupe: string | null;
  parent_run: string | null;
  parent_step: string | null;
  keys: string[];
  limits: number[];
  run_at: string;
};

/** Makes runs, most of them in two statements. Debounced and paced ones are few and go one by one. */
export async function createRuns(tx: Tx, wanted: NewRun[], now: number): Promise<void> {
  const plain: PreparedRun[] = [];
  for (const run of wanted) {
    const { config, event } = run;
    if (config.rateLimit && !(await mayRun(tx, config, event, config.rateLimit, now))) continue;
    const idempotent = config.idempotency
      ? `idem:${config.id}:${keyOf(config.idempotency, { event })}`
      : null;
    if (idempotent) {
      await tx`update executor.run set dedupe = null
        where dedupe = ${idempotent} and created_at < now() - ${IDEMPOTENCY_MS} * interval '1 ms'`;
    }
    const slots = slotsOf(config, event);
    const prepared: PreparedRun = {
      id: randomUUID(),
      fn_id: config.id,
      event,
      dedupe: run.dedupe ?? idempotent,
      parent_run: run.parent?.runId ?? null,
      parent_step: run.parent?.stepId ?? null,
      keys: slots.map((slot) => slot.key),
      limits: slots.map((slot) => slot.limit),
      run_at: new Date(
        config.throttle ? await pacedStart(tx, config, event, config.throttle, now) : now,
      ).toISOString(),
    };
    if (config.debounce) await debounced(tx, prepared, config.debounce, now);
    else plain.push(prepared);
  }
  await insertRuns(tx, plain);
}

async function insertRuns(tx: Tx, runs: PreparedRun[]): Promise<void> {
  if (runs.length === 0) return;
  await tx`
    with wanted as (
      select * from jsonb_to_recordset(${tx.json(runs as never)}) as r(
        id text, fn_id text, event jsonb, dedupe text, parent_run text, parent_step text,
        keys jsonb, limits jsonb, run_at timestamptz)
    ), made as (
      insert into executor.run(id, fn_id, event, dedupe, parent_run, parent_step)
      select id, fn_id, event, dedupe, parent_run, parent_step from wanted
      on conflict (dedupe) do nothing returning id
    )
    insert into executor.job(run_id, fn_id, step_id, run_at, keys, limits)
    select w.id, w.fn_id, 'step', w.run_at,
      array(select jsonb_array_elements_text(w.keys)),
      array(select jsonb_array_elements_text(w.limits)::int)
    from wanted w join made using (id)`;
  await tx`select pg_notify(${CHANNEL}, '')`;
}

/** The newest event wins, and the timer starts anew with each. */
async function debounced(
  tx: Tx,
  run: PreparedRun,
  { periodMs, key }: NonNullable<FunctionConfig["debounce"]>,
  now: number,
): Promise<void> {
  const dedupe = `debounce:${run.fn_id}:${keyOf(key, { event: run.event })}`;
  const runAt = new Date(now + periodMs).toISOString();
  await tx`select pg_advisory_xact_lock(hashtextextended(${dedupe}, 7711))`;
  const [waiting] = await tx<{ id: string }[]>`
    select r.id from executor.run r join executor.job j on j.run_id = r.id
    where r.dedupe = ${dedupe} and j.lease_until is null and j.attempt = 0 and j.run_at > now()
    for update of r, j`;
  if (waiting) {
    await tx`update executor.run set event = ${tx.json(run.event as never)} where id = ${waiting.id}`;
    await tx`update executor.job set run_at = ${runAt} where run_id = ${waiting.id}`;
    return;
  }
  await tx`update executor.run set dedupe = null where dedupe = ${dedupe}`;
  await insertRuns(tx, [{ ...run, dedupe, run_at: runAt }]);
}

/** Generic cell rate: each start moves the key's clock on by period / limit. */
async function advance(
  tx: Tx,
  kind: string,
  config: FunctionConfig,
  event: InngestEvent,
  pace: Pace,
  now: number,
): Promise<{ next: number; allowance: number; key: string }> {
  const key = `${kind}:${config.id}:${keyOf(pace.key, { event })}`;
  const interval = pace.periodMs / pace.limit;
  const [row] = await tx<{ next: string }[]>`
    insert into executor.pace as p (key, next_at)
    values (${key}, ${new Date(now + interval).toISOString()})
    on conflict (key) do update set next_at =
      greatest(p.next_at, ${new Date(now).toISOString()}::timestamptz) + ${interval} * interval '1 ms'
    returning (extract(epoch from next_at) * 1000)::text as next`;
  return {
    next: Number(row?.next ?? now) - interval,
    allowance: interval * (pace.limit - 1 + pace.burst),
    key,
  };
}

/** Throttle: when a run may start; everything starts, later if need be. */
async function pacedStart(
  tx: Tx,
  config: FunctionConfig,
  event: InngestEvent,
  pace: Pace,
  now: number,
): Promise<number> {
  const { next, allowance } = await advance(tx, "throttle", config, event, pace, now);
  return Math.max(now, next - allowance);
}

/** Rate limit: whether a run may be at all; what is over the limit is dropped. */
async function mayRun(
  tx: Tx,
  config: FunctionConfig,
  event: InngestEvent,
  pace: Pace,
  now: number,
): Promise<boolean> {
  const { next, allowance, key } = await advance(tx, "rate", config, event, pace, now);
  if (next - allowance <= now) return true;
  await tx`update executor.pace set next_at = next_at - ${pace.periodMs / pace.limit} * interval '1 ms' where key = ${key}`;
  return false;
}

/** Puts a step (or the next look at a run) into the queue. */
export async function enqueue(
  tx: Tx,
  run: { id: string; fn_id: string },
  job: {
    stepId: string;
    kind?: "call" | "sleep" | "timeout";
    at?: Date;
    immediate?: boolean;
    slots?: { key: string; limit: number }[];
  },
): Promise<void> {
  const slots = (job.kind ?? "call") === "call" ? (job.slots ?? []) : [];
  await tx`
    insert into executor.job(run_id, fn_id, step_id, kind, run_at, keys, limits, immediate)
    values (${run.id}, ${run.fn_id}, ${job.stepId}, ${job.kind ?? "call"},
      ${(job.at ?? new Date()).toISOString()}, ${slots.map((s) => s.key)}, ${slots.map((s) => s.limit)},
      ${job.immediate ?? true})
    on conflict (run_id, step_id, kind) do update set attempt = 0, run_at = excluded.run_at,
      lease_until = null, token = null, immediate = executor.job.immediate and excluded.immediate`;
  await tx`select pg_notify(${CHANNEL}, '')`;
}

/** Events that are new, in one statement: an id seen before is dropped. */
export async function insertEvents(tx: Tx, events: InngestEvent[]): Promise<Set<string>> {
  const rows = await tx<{ id: string }[]>`
    insert into executor.event(id, name, data, ts)
    select id, name, data, ts from jsonb_to_recordset(${tx.json(events as never)})
      as e(id text, name text, data jsonb, ts bigint)
    on conflict do nothing returning id`;
  return new Set(rows.map((row) => row.id));
}

export type Waiter = {
  run_id: string;
  step_id: string;
  kind: "event" | "signal" | "invoke";
  key: string;
  expression: string | null;
  race: boolean;
  fn_id: string;
  event: InngestEvent;
};

/** Steps that wait for one of these names. */
export async function findWaiters(tx: Tx, kind: Waiter["kind"], keys: string[]): Promise<Waiter[]> {
  if (keys.length === 0) return [];
  return tx<Waiter[]>`
    select w.*, r.fn_id, r.event from executor.wait w join executor.run r on r.id = w.run_id
    where w.kind = ${kind} and w.key = any(${keys})`;
}

export const waitsFor = (waiter: Waiter, event: InngestEvent): boolean =>
  waiter.key === event.name && holds(waiter.expression, { event: waiter.event, async: event });
