import { randomUUID } from "node:crypto";
import type { Sql } from "@/db/client";
import { holds } from "./expression";
import { finishRun, settleWait } from "./finish";
import type { FunctionConfig } from "./options";
import type { InngestEvent } from "./protocol";
import {
  createRuns,
  findWaiters,
  insertEvents,
  type NewRun,
  type RunRow,
  type Tx,
  waitsFor,
} from "./store";

type Incoming = { id?: string; name: string; data?: Record<string, unknown>; ts?: number };

/**
 * Takes events in, all in one transaction: each once by its id, then the runs they trigger, the steps that
 * waited for them and the runs they cancel.
 *
 * @returns the ids, in the order given
 */
export async function ingest(
  sql: Sql,
  functions: ReadonlyMap<string, FunctionConfig>,
  incoming: Incoming[],
): Promise<string[]> {
  const now = Date.now();
  const events = incoming.map(
    (event): InngestEvent => ({
      id: event.id ?? randomUUID(),
      name: event.name,
      data: event.data ?? {},
      ts: event.ts ?? now,
    }),
  );
  if (events.length === 0) return [];
  const echoes = await sql.begin(async (tx) => {
    const fresh = await insertEvents(tx, events);
    const seen = new Set<string>();
    const unique = events.filter((event) => {
      if (!fresh.has(event.id) || seen.has(event.id)) return false;
      seen.add(event.id);
      return true;
    });
    await createRuns(tx, triggered(functions, unique), now);
    await wake(tx, functions, unique);
    return cancel(tx, functions, unique);
  });
  if (echoes.length > 0) await ingest(sql, functions, echoes);
  return events.map((event) => event.id);
}

function triggered(
  functions: ReadonlyMap<string, FunctionConfig>,
  events: InngestEvent[],
): NewRun[] {
  return events.flatMap((event) =>
    [...functions.values()]
      .filter((config) =>
        config.triggers.some(
          (trigger) => trigger.event === event.name && holds(trigger.expression, { event }),
        ),
      )
      .map((config) => ({ config, event })),
  );
}

async function wake(
  tx: Tx,
  functions: ReadonlyMap<string, FunctionConfig>,
  events: InngestEvent[],
): Promise<void> {
  const waiters = await findWaiters(tx, "event", [...new Set(events.map((event) => event.name))]);
  for (const waiter of waiters) {
    const event = events.find((candidate) => waitsFor(waiter, candidate));
    if (!event) continue;
    await settleWait(
      tx,
      functions,
      { id: waiter.run_id, fn_id: waiter.fn_id, event: waiter.event },
      {
        stepId: waiter.step_id,
        kind: "event",
        race: waiter.race,
        result: { type: "data", data: event },
      },
    );
  }
}

async function cancel(
  tx: Tx,
  functions: ReadonlyMap<string, FunctionConfig>,
  events: InngestEvent[],
): Promise<InngestEvent[]> {
  const echoes: InngestEvent[] = [];
  for (const event of events) {
    for (const config of functions.values()) {
      for (const rule of config.cancel.filter((candidate) => candidate.event === event.name)) {
        const runs = await tx<RunRow[]>`
          select * from executor.run where fn_id = ${config.id} and status = 'running'`;
        for (const run of runs) {
          if (run.event.id === event.id) continue;
          if (!holds(rule.expression, { event: run.event, async: event })) continue;
          const echo = await finishRun(tx, functions, run.id, "cancelled", null);
          if (echo) echoes.push(echo);
        }
      }
    }
  }
  return echoes;
}

/** A signal answers the step that waits for it; null when none does. */
export async function resolveSignal(
  sql: Sql,
  functions: ReadonlyMap<string, FunctionConfig>,
  signal: string,
  payload: unknown,
): Promise<string | null> {
  return sql.begin(async (tx) => {
    let last: string | null = null;
    for (const waiter of await findWaiters(tx, "signal", [signal])) {
      await settleWait(
        tx,
        functions,
        { id: waiter.run_id, fn_id: waiter.fn_id, event: waiter.event },
        {
          stepId: waiter.step_id,
          kind: "signal",
          race: waiter.race,
          result: { type: "data", data: payload },
        },
      );
      last = waiter.run_id;
    }
    return last;
  });
}
