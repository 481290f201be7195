import { type Sql, transact } from "./database";
import { type Functions, finishRun, lockRun } from "./finish";
import { takeIn } from "./ingest";

const BATCH = 5000;

/** Deletes ended runs and events older than `keepMs`. Returns how many runs went. */
export async function sweepOld(sql: Sql, keepMs: number): Promise<number> {
  let gone = 0;
  for (let last = BATCH; last === BATCH; gone += last) {
    const rows = await sql`
      with old as materialized (
        select id from executor.run where ended_at < now() - ${keepMs} * interval '1 ms'
        limit ${BATCH} for update skip locked
      ), steps as (
        delete from executor.step s using old where s.run_id = old.id
      )
      delete from executor.run r using old where r.id = old.id returning 1`;
    last = rows.length;
  }
  for (let last = BATCH; last === BATCH; ) {
    const rows = await sql`
      delete from executor.event where id in (
        select id from executor.event where received_at < now() - ${keepMs} * interval '1 ms'
        limit ${BATCH} for update skip locked) returning 1`;
    last = rows.length;
  }
  await sql`delete from executor.pace where expires_at < now() - interval '1 hour'`;
  return gone;
}

/**
 * Fails runs of functions that this version does not have, once nobody has taken them for `afterMs`: another
 * process may run another version while a new one is being rolled out.
 */
export async function failOrphans(
  sql: Sql,
  functions: Functions,
  afterMs: number,
): Promise<number> {
  const orphans = await sql<{ run_id: string }[]>`
    select distinct run_id from executor.job
    where fn_id <> all(${[...functions.keys()]}) and run_at < now() - ${afterMs} * interval '1 ms'
      and (lease_until is null or lease_until < now()) limit ${BATCH}`;
  for (const { run_id } of orphans) {
    await transact(sql, async (tx) => {
      const run = await lockRun(tx, run_id);
      if (!run) return;
      const error = { name: "Error", message: `the function ${run.fn_id} no longer exists` };
      await takeIn(tx, functions, await finishRun(tx, functions, run, "failed", error));
    });
  }
  return orphans.length;
}
