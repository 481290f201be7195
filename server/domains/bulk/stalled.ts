import { sql } from "drizzle-orm";
import { bulkRunStarted } from "@/inngest/events";
import { type Ctx, inTransaction } from "@/server/core/context";
import { emit } from "@/server/core/outbox";

/** Nothing came of a running run for so long: its job gave up. */
const STALLED_MINUTES = 3;

/** Has runs go on whose job gave up, for want of a database or otherwise. Returns how many. */
export async function resumeBulkRuns(ctx: Ctx): Promise<number> {
  const since = new Date(ctx.clock().getTime() - STALLED_MINUTES * 60_000).toISOString();
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.db.execute<{ id: string }>(sql`
      select r.id from bulk_runs r where r.status = 'running' and r.created_at < ${since}::timestamptz
        and not exists (select 1 from bulk_items i where i.run_id = r.id and i.at > ${since}::timestamptz)`);
    await emit(tx, ...rows.map(({ id }) => bulkRunStarted.create({ runId: id })));
    return rows.length;
  });
}
