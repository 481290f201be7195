import { randomUUID } from "node:crypto";
import { jsonText, type Tx } from "./database";
import { enqueue, NEXT, slotsOf } from "./jobs";
import type { FunctionConfig } from "./options";
import type { InngestEvent, StepResult } from "./protocol";

export type Functions = ReadonlyMap<string, FunctionConfig>;

export type RunRow = {
  id: string;
  fn_id: string;
  event: InngestEvent;
  parent_run: string | null;
  parent_step: string | null;
  created_at: Date;
};

/** Locks a run that still goes on. Whatever changes a run's steps or jobs holds this lock first. */
export async function lockRun(tx: Tx, runId: string): Promise<RunRow | null> {
  const [run] = await tx<RunRow[]>`
    select * from executor.run where id = ${runId} and status = 'running' for update`;
  return run ?? null;
}

/**
 * Keeps a step's result and, when nothing else of the run is under way, has the function asked what comes
 * next: parallel steps end together, a race goes on with the first. Wants the run locked.
 */
export async function saveStep(
  tx: Tx,
  functions: Functions,
  run: RunRow,
  step: {
    id: string;
    name?: string | null;
    result: StepResult;
    race?: boolean;
    immediate?: boolean;
  },
): Promise<void> {
  await tx`insert into executor.step(run_id, step_id, name, result)
    values (${run.id}, ${step.id}, ${step.name ?? null}, ${jsonText(step.result)}::text::json)
    on conflict do nothing`;
  await tx`delete from executor.job where run_id = ${run.id} and step_id = ${step.id}`;
  const pending = await tx`
    select 1 from executor.job where run_id = ${run.id} and step_id <> ${NEXT} and not race limit 1`;
  if (!step.race && pending.length > 0) return;
  await enqueue(tx, run, {
    stepId: NEXT,
    kind: "call",
    immediate: step.immediate,
    slots: slotsOf(functions.get(run.fn_id), run.event),
  });
}

/** Ends what a run waits for, once: by what it waited for or by its timeout, whichever comes first. */
export async function settleWait(
  tx: Tx,
  functions: Functions,
  wait: { runId: string; stepId: string; result: StepResult },
): Promise<boolean> {
  const run = await lockRun(tx, wait.runId);
  if (!run) return false;
  const [job] = await tx<{ race: boolean; immediate: boolean }[]>`
    delete from executor.job where run_id = ${run.id} and step_id = ${wait.stepId} and kind <> 'call'
    returning race, immediate`;
  if (!job) return false;
  await saveStep(tx, functions, run, { id: wait.stepId, result: wait.result, ...job });
  return true;
}

/**
 * Ends a run and all it still waits for, and answers the step that invoked it. Wants the run locked.
 *
 * @returns the event that tells of a failure or a cancellation, to be taken in by the same transaction
 */
export async function finishRun(
  tx: Tx,
  functions: Functions,
  run: RunRow,
  status: "completed" | "failed" | "cancelled",
  output: unknown,
): Promise<InngestEvent[]> {
  await tx`update executor.run
    set status = ${status}, output = ${jsonText(output)}::text::json, ended_at = now()
    where id = ${run.id}`;
  await tx`delete from executor.job where run_id = ${run.id}`;
  if (run.parent_run && run.parent_step) {
    await settleWait(tx, functions, {
      runId: run.parent_run,
      stepId: run.parent_step,
      result:
        status === "completed"
          ? { type: "data", data: output ?? null }
          : {
              type: "error",
              error: output ?? { name: "Error", message: `the run was ${status}` },
            },
    });
  }
  if (status === "completed") return [];
  return [
    {
      id: randomUUID(),
      name: status === "failed" ? "inngest/function.failed" : "inngest/function.cancelled",
      data: { function_id: run.fn_id, run_id: run.id, error: output ?? null, event: run.event },
      ts: Date.now(),
    },
  ];
}
