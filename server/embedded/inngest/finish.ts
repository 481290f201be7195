import { randomUUID } from "node:crypto";
import type { FunctionConfig } from "./options";
import type { InngestEvent } from "./protocol";
import { enqueue, type RunRow, slotsOf, type Tx } from "./store";

export type StepResult = { type: "data"; data: unknown } | { type: "error"; error: unknown };

type Functions = ReadonlyMap<string, FunctionConfig>;

/**
 * Keeps a step's result and, when nothing else of the run is under way, has the run looked at again: parallel
 * steps end together, a race goes on with the first.
 */
export async function saveStep(
  tx: Tx,
  functions: Functions,
  run: Pick<RunRow, "id" | "fn_id" | "event">,
  step: { id: string; result: StepResult; race?: boolean; immediate?: boolean },
): Promise<void> {
  await tx`select 1 from executor.run where id = ${run.id} for update`;
  await tx`insert into executor.step(run_id, step_id, result)
    values (${run.id}, ${step.id}, ${tx.json(step.result as never)}) on conflict do nothing`;
  await tx`delete from executor.job where run_id = ${run.id} and step_id = ${step.id} and kind = 'call'`;
  const [pending] = await tx<{ n: number }[]>`
    select (select count(*) from executor.job where run_id = ${run.id} and step_id <> 'step')::int
      + (select count(*) from executor.wait where run_id = ${run.id})::int as n`;
  if (!step.race && pending?.n !== 0) return;
  const config = functions.get(run.fn_id);
  await enqueue(tx, run, {
    stepId: "step",
    immediate: step.immediate,
    slots: config ? slotsOf(config, run.event) : [],
  });
}

/** Ends a waiting step once: by what it waited for, or by its timeout, whichever came first. */
export async function settleWait(
  tx: Tx,
  functions: Functions,
  run: Pick<RunRow, "id" | "fn_id" | "event">,
  wait: { stepId: string; kind: string; race: boolean; result: StepResult },
): Promise<void> {
  const gone = await tx`delete from executor.wait
    where run_id = ${run.id} and step_id = ${wait.stepId} and kind = ${wait.kind} returning 1`;
  if (gone.length === 0) return;
  await tx`delete from executor.job
    where run_id = ${run.id} and step_id = ${wait.stepId} and kind = 'timeout'`;
  await saveStep(tx, functions, run, { id: wait.stepId, result: wait.result, race: wait.race });
}

/**
 * Ends a run and what still waits of it, and answers the step that invoked it.
 *
 * @returns the event that tells of a failure or cancellation, for the caller to ingest; null otherwise
 */
export async function finishRun(
  tx: Tx,
  functions: Functions,
  runId: string,
  status: "completed" | "failed" | "cancelled",
  output: unknown,
): Promise<InngestEvent | null> {
  const [run] = await tx<RunRow[]>`
    update executor.run set status = ${status}, output = ${tx.json((output ?? null) as never)}, ended_at = now()
    where id = ${runId} and status = 'running' returning *`;
  if (!run) return null;
  await tx`delete from executor.job where run_id = ${runId}`;
  await tx`delete from executor.wait where run_id = ${runId}`;
  if (run.parent_run && run.parent_step) {
    const [parent] = await tx<RunRow[]>`
      select * from executor.run where id = ${run.parent_run} and status = 'running'`;
    if (parent) {
      await settleWait(tx, functions, parent, {
        stepId: run.parent_step,
        kind: "invoke",
        race: false,
        result:
          status === "completed"
            ? { type: "data", data: output }
            : { type: "error", error: output ?? { name: "Error", message: status } },
      });
    }
  }
  if (status === "completed") return null;
  return {
    id: randomUUID(),
    name: status === "failed" ? "inngest/function.failed" : "inngest/function.cancelled",
    data: { function_id: run.fn_id, run_id: run.id, error: output, event: run.event },
    ts: Date.now(),
  };
}
