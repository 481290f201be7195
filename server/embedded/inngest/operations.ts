import { randomUUID } from "node:crypto";
import type { Job } from "./claim";
import type { Tx } from "./database";
import { delayUntil } from "./duration";
import { compile } from "./expression";
import { type Functions, type RunRow, saveStep, settleWait } from "./finish";
import { enqueue, type JobKind, slotsOf } from "./jobs";
import type { InngestEvent, Operation, StepResult } from "./protocol";
import { createRuns } from "./runs";

export type Scene = { tx: Tx; functions: Functions; run: RunRow; job: Job };
type Carry = (scene: Scene, operation: Operation, immediate: boolean) => Promise<void>;

/** Waits without an end of their own still end some day. */
const FOREVER = "365d";

const inRace = (operation: Operation): boolean => operation.opts?.parallelMode === "race";

const failure = (message: string): StepResult => ({
  type: "error",
  error: { name: "Error", message },
});

const keep =
  (resultOf: (operation: Operation) => StepResult): Carry =>
  ({ tx, functions, run, job }, operation, immediate) =>
    saveStep(tx, functions, run, {
      id: operation.id,
      name: operation.displayName,
      // A planned step knows from its own row whether it races.
      race: inRace(operation) || job.race,
      immediate,
      result: resultOf(operation),
    });

const keepError = keep((operation) => ({ type: "error", error: operation.error ?? null }));

const wait =
  (kind: JobKind, keyOf: (operation: Operation) => string): Carry =>
  async ({ tx, run }, operation, immediate) => {
    const expression = operation.opts?.if ?? null;
    if (expression) compile(expression);
    await enqueue(tx, run, {
      stepId: operation.id,
      kind,
      delayMs: delayUntil(operation.opts?.timeout ?? FOREVER, Date.now()),
      waitKey: keyOf(operation),
      expression,
      race: inRace(operation),
      immediate,
    });
  };

const waitForAnswer = wait("invoke", (operation) => operation.opts?.function_id ?? "");

const invoke: Carry = async (scene, operation, immediate) => {
  const { tx, functions, run } = scene;
  await waitForAnswer(scene, operation, immediate);
  const target = functions.get(operation.opts?.function_id ?? "");
  if (!target) {
    const result = failure(`there is no function ${operation.opts?.function_id}`);
    await settleWait(tx, functions, { runId: run.id, stepId: operation.id, result });
    return;
  }
  const event: InngestEvent = {
    id: randomUUID(),
    name: "inngest/function.invoked",
    data: operation.opts?.payload?.data ?? {},
    ts: Date.now(),
  };
  const parent = { runId: run.id, stepId: operation.id };
  const dedupe = `invoke:${run.id}:${operation.id}`;
  await createRuns(tx, [{ config: target, event, parent, dedupe }]);
};

const waitForSignal: Carry = async (scene, operation, immediate) => {
  const { tx, functions, run } = scene;
  const signal = operation.opts?.signal ?? "";
  const others = await tx<{ run_id: string; step_id: string }[]>`
    select run_id, step_id from executor.job where kind = 'signal' and wait_key = ${signal}`;
  if (others.length > 0 && operation.opts?.conflict !== "replace") {
    const result = failure(`another run waits for the signal “${signal}” already`);
    await saveStep(tx, functions, run, { id: operation.id, result, race: inRace(operation) });
    return;
  }
  for (const other of others) {
    const result = failure(`another run took over the wait for the signal “${signal}”`);
    await settleWait(tx, functions, { runId: other.run_id, stepId: other.step_id, result });
  }
  await wait("signal", () => signal)(scene, operation, immediate);
};

/** What each operation of the protocol asks for. */
const OPERATIONS = new Map<string, Carry>([
  ["StepRun", keep((operation) => ({ type: "data", data: operation.data ?? null }))],
  ["StepError", keepError],
  ["StepFailed", keepError],
  [
    "StepPlanned",
    ({ tx, functions, run }, operation, immediate) =>
      enqueue(tx, run, {
        stepId: operation.id,
        kind: "call",
        immediate,
        race: inRace(operation),
        slots: slotsOf(functions.get(run.fn_id), run.event),
      }),
  ],
  [
    "Sleep",
    ({ tx, run }, operation, immediate) =>
      enqueue(tx, run, {
        stepId: operation.id,
        kind: "sleep",
        delayMs: delayUntil(operation.name ?? "", Date.now()),
        race: inRace(operation),
        immediate,
      }),
  ],
  ["WaitForEvent", wait("event", (operation) => operation.name ?? "")],
  ["WaitForSignal", waitForSignal],
  ["InvokeFunction", invoke],
]);

/** The run cannot go on: the function asked for what nobody here can do. */
export class Impossible extends Error {}

/** Does what one call of a function asked for. Throws {@link Impossible}. */
export async function carryOut(scene: Scene, operations: Operation[]): Promise<void> {
  // From the first parallel group on, the SDK must not run a step on its own while it looks for others.
  const immediate =
    scene.job.immediate && operations.length === 1 && !operations[0]?.opts?.parallelMode;
  for (const operation of operations) {
    const carry = OPERATIONS.get(operation.op);
    if (!carry) throw new Impossible(`the embedded executor cannot do “${operation.op}”`);
    await carry(scene, operation, immediate);
  }
}
