import { jsonText, type Tx } from "./database";
import { holds } from "./expression";
import { type Functions, finishRun, lockRun, type RunRow, settleWait } from "./finish";
import type { FunctionConfig } from "./options";
import type { InngestEvent } from "./protocol";
import { createRuns, type NewRun } from "./runs";

/**
 * Takes events in: each once by its id, then the runs they trigger, the steps that waited for them and the
 * runs they cancel, whose own events follow.
 */
export async function takeIn(tx: Tx, functions: Functions, events: InngestEvent[]): Promise<void> {
  if (events.length === 0) return;
  const fresh = await insertEvents(tx, events);
  if (fresh.length === 0) return;
  await createRuns(tx, triggeredRuns(functions, fresh));
  await wakeWaiters(tx, functions, fresh);
  await takeIn(tx, functions, await cancelRuns(tx, functions, fresh));
}

/** Keeps events whose id was not seen before, and returns those. */
async function insertEvents(tx: Tx, events: InngestEvent[]): Promise<InngestEvent[]> {
  const unique = new Map<string, InngestEvent>();
  for (const event of events) if (!unique.has(event.id)) unique.set(event.id, event);
  const list = [...unique.values()];
  const rows = await tx<{ id: string }[]>`
    insert into executor.event(id, name, data, ts)
    select id, name, data::json, ts from unnest(
      ${[...unique.keys()]}::text[], ${list.map((event) => event.name)}::text[],
      ${list.map((event) => jsonText(event.data))}::text[], ${list.map((event) => event.ts)}::bigint[]
    ) as e(id, name, data, ts) order by id
    on conflict do nothing returning id`;
  const made = new Set(rows.map((row) => row.id));
  return list.filter((event) => made.has(event.id));
}

/** `user/*` stands for every name that begins so. */
const names = (pattern: string, name: string): boolean =>
  pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;

const isTriggeredBy = (config: FunctionConfig, event: InngestEvent): boolean =>
  config.triggers.some(
    (trigger) => names(trigger.event, event.name) && holds(trigger.expression, { event }),
  );

const triggeredRuns = (functions: Functions, events: InngestEvent[]): NewRun[] =>
  events.flatMap((event) =>
    [...functions.values()]
      .filter((config) => isTriggeredBy(config, event))
      .map((config) => ({ config, event })),
  );

type Waiter = { run_id: string; step_id: string; wait_key: string; expression: string | null };

async function wakeWaiters(tx: Tx, functions: Functions, events: InngestEvent[]): Promise<void> {
  const waiters = await tx<(Waiter & { event: InngestEvent })[]>`
    select j.run_id, j.step_id, j.wait_key, j.expression, r.event
    from executor.job j join executor.run r on r.id = j.run_id
    where j.kind = 'event' and j.wait_key = any(${[...new Set(events.map((event) => event.name))]})
    order by j.run_id, j.id`;
  for (const waiter of waiters) {
    const event = events.find(
      (candidate) =>
        candidate.name === waiter.wait_key &&
        holds(waiter.expression, { event: waiter.event, async: candidate }),
    );
    if (!event) continue;
    const wait = { runId: waiter.run_id, stepId: waiter.step_id };
    await settleWait(tx, functions, { ...wait, result: { type: "data", data: event } });
  }
}

async function cancelRuns(
  tx: Tx,
  functions: Functions,
  events: InngestEvent[],
): Promise<InngestEvent[]> {
  const rules = [...functions.values()].flatMap((config) =>
    config.cancel.flatMap((rule) =>
      events
        .filter((event) => event.name === rule.event)
        .map((event) => ({ fnId: config.id, rule, event })),
    ),
  );
  if (rules.length === 0) return [];
  const runs = await tx<(RunRow & { age_ms: number })[]>`
    select *, extract(epoch from now() - created_at)::float8 * 1000 as age_ms from executor.run
    where status = 'running' and fn_id = any(${[...new Set(rules.map((entry) => entry.fnId))]})
    order by id`;
  const echoes: InngestEvent[] = [];
  for (const run of runs) {
    const isCancelled = rules.some(
      ({ fnId, rule, event }) =>
        fnId === run.fn_id &&
        run.event.id !== event.id &&
        (rule.timeoutMs === null || run.age_ms <= rule.timeoutMs) &&
        holds(rule.expression, { event: run.event, async: event }),
    );
    const locked = isCancelled ? await lockRun(tx, run.id) : null;
    if (locked) echoes.push(...(await finishRun(tx, functions, locked, "cancelled", null)));
  }
  return echoes;
}

/**
 * A signal answers the step that waits for it.
 *
 * @returns the run that went on, or null when none waits
 */
export async function takeSignal(
  tx: Tx,
  functions: Functions,
  signal: { signal: string; data?: unknown },
): Promise<string | null> {
  const [waiter] = await tx<Waiter[]>`
    select run_id, step_id from executor.job where kind = 'signal' and wait_key = ${signal.signal}`;
  if (!waiter) return null;
  const settled = await settleWait(tx, functions, {
    runId: waiter.run_id,
    stepId: waiter.step_id,
    result: { type: "data", data: { signal: signal.signal, data: signal.data ?? null } },
  });
  return settled ? waiter.run_id : null;
}
