import { randomUUID } from "node:crypto";
import type { Sql } from "@/db/client";
import type { Job } from "./claim";
import type { CommitQueue } from "./commit-queue";
import { momentOf } from "./duration";
import { finishRun, saveStep, settleWait } from "./finish";
import type { FunctionConfig } from "./options";
import type { CallResult, InngestEvent, Operation, Protocol } from "./protocol";
import { createRuns, enqueue, type RunRow, slotsOf, type Tx } from "./store";

export type Performer = {
  sql: Sql;
  functions: ReadonlyMap<string, FunctionConfig>;
  protocol: Protocol;
  commits: CommitQueue;
  /** Milliseconds to wait after the given failed attempt (0 is the first). */
  backoff: (attempt: number) => number;
  /** Takes in what a run's end tells. */
  echo: (event: InngestEvent) => Promise<void>;
};

/** Steps that may wait without end still end some day. */
const FOREVER = "365d";

/** Does one claimed job to its end: a timer that rang, or a function to be called. */
export async function perform(world: Performer, job: Job): Promise<void> {
  if (job.kind === "sleep") return wakeSleeper(world, job);
  if (job.kind === "timeout") return timeOut(world, job);
  const config = world.functions.get(job.fn_id);
  if (!config) {
    return end(world, job, "failed", {
      name: "Error",
      message: `the function ${job.fn_id} no longer exists`,
    });
  }
  for (;;) {
    const result = await world.protocol.call({
      runId: job.run_id,
      fnId: config.id,
      stepId: job.step_id,
      event: job.event,
      steps: job.steps,
      attempt: job.attempt,
      maxAttempts: config.maxAttempts,
      immediate: job.immediate,
    });
    const step = lonelyStep(job, result);
    if (step) {
      const data = { type: "data", data: step.data ?? null } as const;
      if (!(await world.commits.step(job, step.id, data))) return;
      job.steps = [...job.steps, [step.id, data]];
      job.attempt = 0;
      continue;
    }
    if (result.kind === "done" && job.alone && (await isRoot(world, job))) {
      await world.commits.end(job, result.output);
      return;
    }
    return settle(world, config, job, result);
  }
}

/** One finished step of a run that does nothing else: the common case, which needs no queue. */
function lonelyStep(job: Job, result: CallResult): Operation | null {
  if (result.kind !== "operations" || !job.alone || job.step_id !== "step") return null;
  const [only, ...others] = result.operations;
  return only?.op === "StepRun" && others.length === 0 && only.opts?.parallelMode !== "race"
    ? only
    : null;
}

/** Nobody waits for this run's answer. */
async function isRoot({ sql }: Performer, job: Job): Promise<boolean> {
  if (job.event.name !== "inngest/function.invoked") return true;
  const [run] =
    await sql`select 1 from executor.run where id = ${job.run_id} and parent_run is null`;
  return run !== undefined;
}

/** Everything else, in one transaction that first makes sure that the job is still ours. */
async function settle(
  world: Performer,
  config: FunctionConfig,
  job: Job,
  result: CallResult,
): Promise<void> {
  const echo = await world.sql.begin(async (tx) => {
    const [run] = await tx<RunRow[]>`
      select r.* from executor.job j join executor.run r on r.id = j.run_id
      where j.id = ${job.id} and j.token = ${job.token} and r.status = 'running' for update of r, j`;
    if (!run) return null;
    if (result.kind === "done") {
      return finishRun(tx, world.functions, run.id, "completed", result.output);
    }
    const last = job.attempt + 1 >= config.maxAttempts;
    if (result.kind === "error") {
      if (last || !result.retriable) {
        return finishRun(tx, world.functions, run.id, "failed", result.error);
      }
      return repeat(tx, world, job, result.retryAfterMs);
    }
    const [first, ...others] = result.operations;
    if (first?.op === "StepError" && others.length === 0 && !last) {
      return repeat(tx, world, job, null);
    }
    await tx`delete from executor.job where id = ${job.id}`;
    for (const operation of result.operations) {
      const failure = await carryOut(tx, world, config, run, job, operation);
      if (failure) return finishRun(tx, world.functions, run.id, "failed", failure);
    }
    return null;
  });
  if (echo) await world.echo(echo);
}

async function repeat(tx: Tx, world: Performer, job: Job, afterMs: number | null): Promise<null> {
  const at = new Date(Date.now() + (afterMs ?? world.backoff(job.attempt)));
  await tx`update executor.job set attempt = attempt + 1, lease_until = null, token = null,
    run_at = ${at.toISOString()} where id = ${job.id}`;
  return null;
}

type Carry = (
  tx: Tx,
  world: Performer,
  config: FunctionConfig,
  run: RunRow,
  job: Job,
  operation: Operation,
) => Promise<unknown>;

const keepStep =
  (outcome: "data" | "error"): Carry =>
  (tx, world, _config, run, job, operation) =>
    saveStep(tx, world.functions, run, {
      id: operation.id,
      race: operation.opts?.parallelMode === "race",
      immediate: job.immediate,
      result:
        outcome === "data"
          ? { type: "data", data: operation.data ?? null }
          : { type: "error", error: operation.error },
    });

const wait =
  (kind: "event" | "signal" | "invoke", keyOf: (operation: Operation) => string): Carry =>
  async (tx, _world, _config, run, _job, operation) => {
    await tx`insert into executor.wait(run_id, step_id, kind, key, expression, race)
      values (${run.id}, ${operation.id}, ${kind}, ${keyOf(operation)}, ${operation.opts?.if ?? null},
        ${operation.opts?.parallelMode === "race"}) on conflict do nothing`;
    await enqueue(tx, run, {
      stepId: operation.id,
      kind: "timeout",
      at: momentOf(operation.opts?.timeout ?? FOREVER, Date.now()),
    });
  };

const waitForInvoked = wait("invoke", (operation) => operation.opts?.function_id ?? "");

const invoke: Carry = async (tx, world, config, run, job, operation) => {
  await waitForInvoked(tx, world, config, run, job, operation);
  const target = world.functions.get(operation.opts?.function_id ?? "");
  if (!target) {
    await settleWait(tx, world.functions, run, {
      stepId: operation.id,
      kind: "invoke",
      race: false,
      result: {
        type: "error",
        error: { name: "Error", message: `there is no function ${operation.opts?.function_id}` },
      },
    });
    return;
  }
  const event: InngestEvent = {
    id: randomUUID(),
    name: "inngest/function.invoked",
    data: operation.opts?.payload?.data ?? {},
    ts: Date.now(),
  };
  const parent = { runId: run.id, stepId: operation.id };
  await createRuns(
    tx,
    [{ config: target, event, parent, dedupe: `invoke:${run.id}:${operation.id}` }],
    Date.now(),
  );
};

/** What each operation of the protocol asks for. */
const OPERATIONS: Record<string, Carry> = {
  StepRun: keepStep("data"),
  StepError: keepStep("error"),
  StepFailed: keepStep("error"),
  StepPlanned: (tx, _world, config, run, _job, operation) =>
    enqueue(tx, run, { stepId: operation.id, immediate: false, slots: slotsOf(config, run.event) }),
  Sleep: (tx, _world, _config, run, _job, operation) =>
    enqueue(tx, run, {
      stepId: operation.id,
      kind: "sleep",
      at: momentOf(operation.name ?? "0s", Date.now()),
    }),
  WaitForEvent: wait("event", (operation) => operation.name ?? ""),
  WaitForSignal: wait("signal", (operation) => operation.opts?.signal ?? ""),
  InvokeFunction: invoke,
};

/** @returns the failure of the whole run, for an operation nobody here knows */
async function carryOut(
  tx: Tx,
  world: Performer,
  config: FunctionConfig,
  run: RunRow,
  job: Job,
  operation: Operation,
): Promise<unknown> {
  const carry = OPERATIONS[operation.op];
  if (!carry) {
    return {
      name: "Error",
      message: `the operation ${operation.op} is not supported by the embedded executor`,
    };
  }
  await carry(tx, world, config, run, job, operation);
  return null;
}

const runOf = (job: Job) => ({ id: job.run_id, fn_id: job.fn_id, event: job.event });

async function wakeSleeper({ sql, functions }: Performer, job: Job): Promise<void> {
  await sql.begin(async (tx) => {
    const gone =
      await tx`delete from executor.job where id = ${job.id} and token = ${job.token} returning 1`;
    if (gone.length === 0) return;
    const [race] = await tx<{ race: boolean }[]>`
      select exists (select 1 from executor.wait where run_id = ${job.run_id} and race) as race`;
    await saveStep(tx, functions, runOf(job), {
      id: job.step_id,
      result: { type: "data", data: null },
      race: race?.race,
    });
  });
}

/** A wait that nothing ended: null for an event, an error for an invoked function. */
async function timeOut({ sql, functions }: Performer, job: Job): Promise<void> {
  await sql.begin(async (tx) => {
    const gone =
      await tx`delete from executor.job where id = ${job.id} and token = ${job.token} returning 1`;
    if (gone.length === 0) return;
    const [wait] = await tx<{ kind: string; race: boolean }[]>`
      select kind, race from executor.wait where run_id = ${job.run_id} and step_id = ${job.step_id}`;
    if (!wait) return;
    await settleWait(tx, functions, runOf(job), {
      stepId: job.step_id,
      kind: wait.kind,
      race: wait.race,
      result:
        wait.kind === "invoke"
          ? {
              type: "error",
              error: {
                name: "InngestInvokeTimeoutError",
                message: "timed out waiting for the invoked function",
              },
            }
          : { type: "data", data: null },
    });
  });
}

async function end(world: Performer, job: Job, status: "failed", output: unknown): Promise<void> {
  const echo = await world.sql.begin((tx) =>
    finishRun(tx, world.functions, job.run_id, status, output),
  );
  if (echo) await world.echo(echo);
}
