import { typeid } from "typeid-js";
import { jsonText, type Tx } from "./database";
import { keyOf } from "./expression";
import { slotsOf, wakeWorkers } from "./jobs";
import type { FunctionConfig } from "./options";
import { clockOf, lockStarts, nextSlot, saveStarts } from "./pace";
import type { InngestEvent } from "./protocol";

/** Idempotency keys of functions hold this long, from the run they made. */
const IDEMPOTENCY_HOURS = 24;

export type NewRun = {
  config: FunctionConfig;
  event: InngestEvent;
  /** A run with this key is made once, ever. */
  dedupe?: string;
  /** The step that invoked it and awaits its answer: then nothing may swallow the run. */
  parent?: { runId: string; stepId: string };
};

type Prepared = NewRun & { dedupe: string | undefined };

/** Makes runs, set by set; what repeats itself or comes too often is left out. */
export async function createRuns(tx: Tx, wanted: NewRun[]): Promise<void> {
  if (wanted.length === 0) return;
  const prepared = wanted.map(
    (run): Prepared => ({ ...run, dedupe: run.dedupe ?? idempotencyKey(run) }),
  );
  const fresh = await dropRepeated(tx, prepared);
  const allowed = await dropTooFrequent(tx, fresh);
  const debounced = allowed.filter((run) => run.config.debounce && !run.parent);
  const plain = allowed.filter((run) => !debounced.includes(run));
  await insertRuns(tx, plain);
  for (const run of lastOfEach(debounced)) await debounce(tx, run);
  if (plain.length > 0) await wakeWorkers(tx);
}

const idempotencyKey = ({ config, event, parent }: NewRun): string | undefined =>
  config.idempotency && !parent
    ? `idem:${config.id}:${keyOf(config.idempotency, { event })}`
    : undefined;

async function dropRepeated(tx: Tx, runs: Prepared[]): Promise<Prepared[]> {
  const keys = [...new Set(runs.flatMap((run) => run.dedupe ?? []))];
  if (keys.length === 0) return runs;
  await tx`update executor.run set dedupe = null
    where dedupe = any(${keys}) and dedupe like 'idem:%'
      and created_at < now() - ${IDEMPOTENCY_HOURS} * interval '1 hour'`;
  const taken = await tx<{ dedupe: string }[]>`
    select dedupe from executor.run where dedupe = any(${keys})`;
  const seen = new Set(taken.map((row) => row.dedupe));
  return runs.filter(({ dedupe }) => {
    if (!dedupe) return true;
    if (seen.has(dedupe)) return false;
    seen.add(dedupe);
    return true;
  });
}

async function dropTooFrequent(tx: Tx, runs: Prepared[]): Promise<Prepared[]> {
  const keyed = new Map(
    runs.flatMap((run) =>
      run.config.rateLimit && !run.parent
        ? [
            [
              run,
              `rate:${run.config.id}:${keyOf(run.config.rateLimit.key, { event: run.event })}`,
            ] as const,
          ]
        : [],
    ),
  );
  if (keyed.size === 0) return runs;
  const known = await lockStarts(tx, [...new Set(keyed.values())]);
  const now = await clockOf(tx);
  const allowed = runs.filter((run) => {
    const starts = known.get(keyed.get(run) ?? "");
    if (!run.config.rateLimit || !starts) return true;
    if (nextSlot(starts, run.config.rateLimit, now) > now) return false;
    starts.push(now);
    return true;
  });
  for (const [run, key] of keyed) {
    const starts = known.get(key);
    if (run.config.rateLimit && starts) await saveStarts(tx, key, starts, run.config.rateLimit);
    known.delete(key);
  }
  return allowed;
}

async function insertRuns(tx: Tx, runs: Prepared[], delayMs = 0): Promise<void> {
  if (runs.length === 0) return;
  const rows = runs.map(({ config, event, dedupe, parent }) => {
    const slots = slotsOf(config, event);
    return {
      id: typeid("run").toString(),
      fnId: config.id,
      event,
      dedupe: dedupe ?? null,
      parentRun: parent?.runId ?? null,
      parentStep: parent?.stepId ?? null,
      keys: jsonText(slots.map((slot) => slot.key)),
      limits: jsonText(slots.map((slot) => slot.limit)),
      pace: config.throttle
        ? `throttle:${config.id}:${keyOf(config.throttle.key, { event })}`
        : null,
    };
  });
  await tx`
    with wanted as (
      select r.*, array(select json_array_elements_text(r.key_list::json)) as keys,
        array(select json_array_elements_text(r.limit_list::json)::int) as limits
      from unnest(
        ${rows.map((row) => row.id)}::text[], ${rows.map((row) => row.fnId)}::text[],
        ${rows.map((row) => row.event.name)}::text[], ${rows.map((row) => jsonText(row.event))}::text[],
        ${rows.map((row) => row.dedupe)}::text[],
        ${rows.map((row) => row.parentRun)}::text[], ${rows.map((row) => row.parentStep)}::text[],
        ${rows.map((row) => row.keys)}::text[], ${rows.map((row) => row.limits)}::text[],
        ${rows.map((row) => row.pace)}::text[]
      ) as r(id, fn_id, event_name, event, dedupe, parent_run, parent_step, key_list, limit_list, pace)
    ), made as (
      insert into executor.run(id, fn_id, event_name, event, dedupe, parent_run, parent_step)
      select id, fn_id, event_name, event::json, dedupe, parent_run, parent_step from wanted
      on conflict (dedupe) do nothing returning id
    )
    insert into executor.job(run_id, fn_id, step_id, kind, run_at, gated, keys, limits, pace)
    select w.id, w.fn_id, 'step', 'call', now() + ${delayMs} * interval '1 ms',
      w.keys <> '{}' or w.pace is not null, w.keys, w.limits, w.pace
    from wanted w join made using (id) order by w.id`;
}

const debounceKey = ({ config, event }: Prepared): string =>
  `debounce:${config.id}:${keyOf(config.debounce?.key, { event })}`;

const lastOfEach = (runs: Prepared[]): Prepared[] => [
  ...new Map(runs.map((run) => [debounceKey(run), run])).values(),
];

/** The newest event wins, and the timer starts anew with each, up to the longest wait allowed. */
async function debounce(tx: Tx, run: Prepared): Promise<void> {
  const { periodMs = 0, timeoutMs = null } = run.config.debounce ?? {};
  const dedupe = debounceKey(run);
  await tx`select pg_advisory_xact_lock(hashtextextended(${dedupe}, 7711))`;
  const [waiting] = await tx<{ id: string }[]>`
    select r.id from executor.run r join executor.job j on j.run_id = r.id
    where r.dedupe = ${dedupe} and j.token is null and j.attempt = 0 and j.run_at > now()
    for update of r, j`;
  if (!waiting) {
    await tx`update executor.run set dedupe = null where dedupe = ${dedupe}`;
    await insertRuns(tx, [{ ...run, dedupe }], periodMs);
    return;
  }
  await tx`update executor.run set event_name = ${run.event.name}, event = ${jsonText(run.event)}::text::json where id = ${waiting.id}`;
  await tx`update executor.job j set run_at = least(
      now() + ${periodMs} * interval '1 ms', r.created_at + ${timeoutMs} * interval '1 ms')
    from executor.run r where r.id = j.run_id and j.run_id = ${waiting.id}`;
}
