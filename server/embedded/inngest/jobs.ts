import { CHANNEL, type Tx } from "./database";
import { keyOf } from "./expression";
import type { FunctionConfig } from "./options";
import type { InngestEvent } from "./protocol";

/** The step id of the call that asks a function what comes next. */
export const NEXT = "step";

/** A call of a function, or something a run waits for until its timeout. */
export type JobKind = "call" | "sleep" | "event" | "signal" | "invoke";

/** The concurrency slots a call takes: a key and how many may hold it at once. */
export function slotsOf(config: FunctionConfig | undefined, event: InngestEvent) {
  return (config?.concurrency ?? []).map(({ limit, key, shared }) => {
    const value = keyOf(key, { event });
    return {
      key: shared ? `shared:${key ?? ""}:${value}` : `${config?.id}:${limit}:${key ?? ""}:${value}`,
      limit,
    };
  });
}

export type NewJob = {
  stepId: string;
  kind: JobKind;
  /** From now on, by the database's clock. */
  delayMs?: number;
  immediate?: boolean;
  race?: boolean;
  slots?: { key: string; limit: number }[];
  waitKey?: string;
  expression?: string | null;
};

/**
 * Puts a job into the queue. When the run is being asked for its next step at this very moment, it is asked
 * once more afterwards, for it may not have seen what is new. A step that has ended is not begun again.
 */
export async function enqueue(
  tx: Tx,
  run: { id: string; fn_id: string },
  job: NewJob,
): Promise<void> {
  const slots = job.slots ?? [];
  await tx`
    insert into executor.job(run_id, fn_id, step_id, kind, run_at, gated, keys, limits, immediate, race,
      wait_key, expression)
    select ${run.id}, ${run.fn_id}, ${job.stepId}, ${job.kind},
      now() + ${job.delayMs ?? 0} * interval '1 ms', ${slots.length > 0},
      ${slots.map((slot) => slot.key)}::text[], ${slots.map((slot) => slot.limit)}::int[],
      ${job.immediate ?? true}, ${job.race ?? false}, ${job.waitKey ?? null}, ${job.expression ?? null}
    where not exists (
      select 1 from executor.step where run_id = ${run.id} and step_id = ${job.stepId})
    on conflict (run_id, step_id) do update
      set woken = executor.job.woken or executor.job.token is not null`;
  if (!job.delayMs) await wakeWorkers(tx);
}

/** Workers of all processes look at the queue as soon as the transaction is committed. */
export async function wakeWorkers(tx: Tx): Promise<void> {
  await tx`select pg_notify(${CHANNEL}, '')`;
}
