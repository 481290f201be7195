import type { Sql } from "@/db/client";

/** Deletes runs and events that ended `keepMs` ago, a few thousand at a time. Returns how many runs went. */
export async function sweepOld(sql: Sql, keepMs: number, batch = 5000): Promise<number> {
  const keep = sql`now() - ${keepMs} * interval '1 ms'`;
  const gone = await sql`
    with old as (
      select id from executor.run where ended_at < ${keep} limit ${batch}
    ), steps as (
      delete from executor.step s using old where s.run_id = old.id
    )
    delete from executor.run r using old where r.id = old.id returning 1`;
  await sql`
    delete from executor.event where id in (
      select id from executor.event where received_at < ${keep} limit ${batch})`;
  await sql`delete from executor.pace where next_at < now() - interval '1 day'`;
  return gone.length;
}
