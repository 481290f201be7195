import type { Sql } from "@/db/client";
import type { Job } from "./claim";
import type { StepResult } from "./finish";

type Entry = {
  job: Job;
  /** A finished step, or the end of the run. */
  step: { id: string; result: StepResult } | null;
  output: unknown;
  resolve: (kept: boolean) => void;
  reject: (error: unknown) => void;
};

export type CommitQueue = ReturnType<typeof createCommitQueue>;

/** Results gather while a commit is under way, and go together in the next: one flush to disk for many. */
const MAX_BATCH = 200;

/**
 * Commits the two commonest outcomes (a step of a run that does nothing else meanwhile, and the end of such a
 * run) for many jobs in one statement. A result whose lease was lost is dropped: `false`.
 */
export function createCommitQueue(sql: Sql, leaseMs: number) {
  let waiting: Entry[] = [];
  let flushing = false;

  async function flush(): Promise<void> {
    if (flushing) return;
    flushing = true;
    try {
      while (waiting.length > 0) {
        const batch = waiting.slice(0, MAX_BATCH);
        waiting = waiting.slice(MAX_BATCH);
        try {
          const kept = await write(batch);
          for (const entry of batch) entry.resolve(kept.has(entry.job.id));
        } catch (error) {
          for (const entry of batch) entry.reject(error);
        }
      }
    } finally {
      flushing = false;
    }
  }

  async function write(batch: Entry[]): Promise<Set<string>> {
    const input = batch.map(({ job, step, output }) => ({
      job_id: job.id,
      token: job.token,
      run_id: job.run_id,
      step_id: step?.id ?? null,
      result: step?.result ?? null,
      output: step ? null : (output ?? null),
    }));
    const rows = await sql<{ id: string }[]>`
      with input as (
        select * from jsonb_to_recordset(${sql.json(input as never)}) as i(
          job_id bigint, token text, run_id text, step_id text, result jsonb, output jsonb)
      ), mine as (
        select i.*, j.id from input i join executor.job j on j.id = i.job_id and j.token = i.token
        for update of j
      ), saved as (
        insert into executor.step(run_id, step_id, result)
        select run_id, step_id, result from mine where step_id is not null on conflict do nothing
      ), renewed as (
        update executor.job j set attempt = 0, lease_until = now() + ${leaseMs} * interval '1 ms'
        from mine m where j.id = m.id and m.step_id is not null
      ), ended as (
        update executor.run r set status = 'completed', output = m.output, ended_at = now()
        from mine m where r.id = m.run_id and m.step_id is null
      ), removed as (
        delete from executor.job j using mine m where j.id = m.id and m.step_id is null
      )
      select id::text from mine`;
    return new Set(rows.map((row) => row.id));
  }

  const add = (job: Job, step: Entry["step"], output: unknown): Promise<boolean> =>
    new Promise((resolve, reject) => {
      waiting.push({ job, step, output, resolve, reject });
      setImmediate(() => void flush());
    });

  return {
    step: (job: Job, id: string, result: StepResult) => add(job, { id, result }, null),
    end: (job: Job, output: unknown) => add(job, null, output),
  };
}
