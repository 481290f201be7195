import { errorText } from "@/server/core/redact";
import type { Job } from "./claim";
import type { CommitQueue } from "./commit-queue";
import { isTransient, type Sql, type Tx, transact } from "./database";
import { type Functions, finishRun, lockRun, settleWait } from "./finish";
import { takeIn } from "./ingest";
import { enqueue, NEXT, slotsOf, wakeWorkers } from "./jobs";
import { carryOut } from "./operations";
import type { FunctionConfig } from "./options";
import type { CallResult, Operation, Protocol, StepResult } from "./protocol";

export type Performer = {
  sql: Sql;
  functions: Functions;
  protocol: Protocol;
  commits: CommitQueue;
  /** Milliseconds to wait after the given failed attempt (0 is the first). */
  backoff: (attempt: number) => number;
};

/** Does one claimed job to its end: a timer that rang, or a function to be called. */
export async function perform(world: Performer, job: Job): Promise<void> {
  if (job.kind !== "call") {
    const wait = { runId: job.run_id, stepId: job.step_id, result: timedOut(job) };
    await transact(world.sql, (tx) => settleWait(tx, world.functions, wait));
    return;
  }
  const config = world.functions.get(job.fn_id);
  if (!config) throw new Error(`a job of an unknown function was claimed: ${job.fn_id}`);
  for (;;) {
    const result = await call(world, config, job);
    try {
      const next = await keepQuickly(world, job, result);
      if (next === "call again") continue;
      if (next === "settle") await settle(world, config, job, result);
    } catch (error) {
      if (isTransient(error)) throw error;
      // What was asked for cannot be written or done; asking again would do the work again in vain.
      await settle(world, config, job, failed(error, false));
    }
    return;
  }
}

async function call(world: Performer, config: FunctionConfig, job: Job): Promise<CallResult> {
  try {
    return await world.protocol.call({
      runId: job.run_id,
      fnId: config.id,
      stepId: job.step_id,
      event: job.event,
      steps: job.steps,
      attempt: job.attempt,
      maxAttempts: config.maxAttempts,
      immediate: job.immediate,
      checkpointId: checkpointId(job),
    });
  } catch (error) {
    return failed(error, true);
  }
}

const failed = (error: unknown, retriable: boolean): CallResult => ({
  kind: "error",
  error:
    error instanceof Error
      ? { name: error.name, message: errorText(error) }
      : { message: "failed" },
  retriable,
  retryAfterMs: null,
});

/** What the SDK calls a queue item: it proves, at each checkpoint, whose work is reported. */
export const checkpointId = ({ id, token }: Pick<Job, "id" | "token">): string => `${id}.${token}`;

export function leaseOf(runId: string, checkpoint: string) {
  const [id = "", token = ""] = checkpoint.split(".");
  return { id, token, run_id: runId };
}

/** A sleep that is over gives nothing; neither does an event that did not come. */
const timedOut = (job: Job): StepResult =>
  job.kind === "invoke"
    ? {
        type: "error",
        error: {
          name: "InngestInvokeTimeoutError",
          message: "timed out waiting for the invoked function",
        },
      }
    : { type: "data", data: null };

/** A finished step of a run that goes straight on, and the end of a run: no queue, a shared commit. */
async function keepQuickly(
  { sql, commits }: Performer,
  job: Job,
  result: CallResult,
): Promise<"call again" | "settle" | "over"> {
  if (job.step_id !== NEXT) return "settle";
  const [only, ...others] =
    result.kind === "operations" ? result.operations : [completionOf(result)];
  if (!only || others.length > 0) return "settle";
  if (only.op === "RunComplete" && !job.parent_run) {
    await commits.end(job, only.data);
    return "over";
  }
  if (only.op !== "StepRun" || only.opts?.parallelMode) return "settle";
  const data: StepResult = { type: "data", data: only.data ?? null };
  const kept = await commits.steps(job, [
    { id: only.id, name: only.displayName ?? null, result: data },
  ]);
  if (kept === "lost") return "over";
  job.steps.push([only.id, data]);
  job.attempt = 0;
  if (kept === "kept") return "call again";
  await transact(sql, (tx) => handBack(tx, job));
  return "over";
}

const completionOf = (result: CallResult): Operation | undefined =>
  result.kind === "done" ? { op: "RunComplete", id: "", data: result.output } : undefined;

/** Back into the queue: the run has results that this process did not see. */
async function handBack(tx: Tx, job: Job): Promise<void> {
  await tx`update executor.job set lease_until = null, token = null, woken = false, attempt = 0
    where id = ${job.id} and token = ${job.token}`;
  await wakeWorkers(tx);
}

/** Everything else, in one transaction that first makes sure that the job is still ours. */
async function settle(
  world: Performer,
  config: FunctionConfig,
  job: Job,
  result: CallResult,
): Promise<void> {
  const { functions } = world;
  await transact(world.sql, async (tx) => {
    const run = await lockRun(tx, job.run_id);
    const [held] = await tx<{ woken: boolean }[]>`
      select woken from executor.job where id = ${job.id} and token = ${job.token} for update`;
    if (!run || !held) return;
    const finish = async (status: "completed" | "failed", output: unknown) => {
      await takeIn(tx, functions, await finishRun(tx, functions, run, status, output));
    };
    const last = job.attempt + 1 >= config.maxAttempts;
    if (result.kind === "done") return finish("completed", result.output);
    if (result.kind === "error") {
      if (last || !result.retriable) return finish("failed", result.error);
      return repeat(tx, job, result.retryAfterMs ?? world.backoff(job.attempt));
    }
    const { operations } = result;
    if (operations.length === 1 && operations[0]?.op === "StepError" && !last) {
      return repeat(tx, job, result.retryAfterMs ?? world.backoff(job.attempt));
    }
    await tx`delete from executor.job where id = ${job.id}`;
    const end = operations.find((operation) => operation.op === "RunComplete");
    const others = operations.filter((operation) => operation !== end);
    await carryOut({ tx, functions, run, job }, others);
    if (end) return finish("completed", end.data);
    if (held.woken) {
      const slots = slotsOf(config, run.event);
      await enqueue(tx, run, { stepId: NEXT, kind: "call", immediate: job.immediate, slots });
    }
  });
}

async function repeat(tx: Tx, job: Job, delayMs: number): Promise<void> {
  await tx`update executor.job
    set attempt = ${job.attempt + 1}, lease_until = null, token = null, woken = false,
      run_at = now() + ${delayMs} * interval '1 ms'
    where id = ${job.id}`;
}
