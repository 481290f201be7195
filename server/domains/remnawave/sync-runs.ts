import { and, desc, eq, lt } from "drizzle-orm";
import type { z } from "zod";
import { syncRuns } from "@/db/schema/remnawave";
import { type Ctx, requirePermission } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { listSyncRunsInput, runInput, type SyncRun } from "./schemas";

type Row = typeof syncRuns.$inferSelect;
export const toRun = ({ cursor: _cursor, ...run }: Row): SyncRun => run;

/** Newest first. */
export async function listSyncRuns(
  ctx: Ctx,
  input: z.input<typeof listSyncRunsInput>,
): Promise<{ rows: SyncRun[]; nextCursor: string | null }> {
  requirePermission(ctx, "remnawave.read");
  const { cursor, limit } = parseInput(listSyncRunsInput, input);
  // Ids are TypeIDs: sorted by the time of the run.
  const found = await ctx.db
    .select()
    .from(syncRuns)
    .where(cursor ? and(lt(syncRuns.id, cursor)) : undefined)
    .orderBy(desc(syncRuns.id))
    .limit(limit + 1);
  const rows = found.slice(0, limit).map(toRun);
  return { rows, nextCursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}

export async function getSyncRun(ctx: Ctx, input: z.input<typeof runInput>): Promise<SyncRun> {
  requirePermission(ctx, "remnawave.read");
  const { runId } = parseInput(runInput, input);
  const [row] = await ctx.db.select().from(syncRuns).where(eq(syncRuns.id, runId));
  if (!row) throw notFound("sync_run", runId);
  return toRun(row);
}
