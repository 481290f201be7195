import type { Job } from "./claim";
import { jsonText, persistently, type Sql } from "./database";
import type { StepResult } from "./protocol";

export type FinishedStep = { id: string; name: string | null; result: StepResult };

/** `lost`: the lease is gone and nothing was written. `woken`: something else of the run ended meanwhile. */
export type Kept = "kept" | "woken" | "lost";

type Lease = Pick<Job, "id" | "token" | "run_id">;
type Entry = {
  lease: Lease;
  /** Finished steps, or the end of the run. */
  steps: FinishedStep[] | null;
  output: unknown;
  resolve: (kept: Kept) => void;
  reject: (error: unknown) => void;
};

export type CommitQueue = ReturnType<typeof createCommitQueue>;

const MAX_BATCH = 200;

/**
 * Commits the commonest outcomes, finished steps and the ends of runs, for many jobs in one statement: what
 * arrives while a commit is under way goes together in the next, so that one flush to disk serves many.
 */
export function createCommitQueue(sql: Sql, patienceMs: number, isStopped: () => boolean) {
  let waiting: Entry[] = [];
  let flushing = false;

  async function flush(): Promise<void> {
    if (flushing) return;
    flushing = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_BATCH);
      waiting = waiting.slice(MAX_BATCH);
      await commit(batch);
    }
    flushing = false;
  }

  async function commit(batch: Entry[]): Promise<void> {
    try {
      const kept = await persistently(() => write(sql, batch), patienceMs, isStopped);
      for (const entry of batch) entry.resolve(kept.get(entry.lease.id) ?? "lost");
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1) only?.reject(error);
      // One entry that the database refuses must not take the others with it.
      else for (const entry of batch) await commit([entry]);
    }
  }

  const add = (lease: Lease, steps: Entry["steps"], output: unknown): Promise<Kept> =>
    new Promise((resolve, reject) => {
      waiting.push({ lease, steps, output, resolve, reject });
      // What ends in the same turn of the loop goes together.
      setImmediate(() => void flush());
    });

  return {
    steps: (lease: Lease, steps: FinishedStep[]) => add(lease, steps, null),
    end: (lease: Lease, output: unknown) => add(lease, null, output),
  };
}

/** Without a step's id it is the end of the run. */
type Row = { lease: Lease; id: string | null; name: string | null; payload: string };

async function write(sql: Sql, batch: Entry[]): Promise<Map<string, Kept>> {
  const input = batch.flatMap(({ lease, steps, output }): Row[] =>
    steps === null
      ? [{ lease, id: null, name: null, payload: jsonText(output) }]
      : steps.map(({ id, name, result }) => ({ lease, id, name, payload: jsonText(result) })),
  );
  const rows = await sql<{ id: string; woken: boolean }[]>`
    with input as materialized (
      select i.*, j.woken from unnest(
        ${input.map(({ lease }) => lease.id)}::bigint[], ${input.map(({ lease }) => lease.token)}::text[],
        ${input.map(({ lease }) => lease.run_id)}::text[], ${input.map(({ id }) => id)}::text[],
        ${input.map(({ name }) => name)}::text[], ${input.map(({ payload }) => payload)}::text[]
      ) as i(job_id, token, run_id, step_id, name, payload)
      join executor.job j on j.id = i.job_id and j.token = i.token
    ), saved as (
      insert into executor.step(run_id, step_id, name, result)
      select run_id, step_id, name, payload::json from input where step_id is not null
      on conflict do nothing
    ), ended as (
      update executor.run r set status = 'completed', output = i.payload::json, ended_at = now()
      from input i where i.step_id is null and r.id = i.run_id and r.status = 'running' returning r.id
    ), removed as (
      delete from executor.job j using ended e where j.run_id = e.id
    )
    select distinct job_id::text as id, woken from input`;
  return new Map(rows.map((row) => [row.id, row.woken ? "woken" : "kept"]));
}
