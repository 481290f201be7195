import { type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { type Ctx, requirePermission } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { restKeyOf } from "./keys";
import { actionOf, actionsFor } from "./registry";
import {
  type BulkItemView,
  type BulkList,
  type BulkRunView,
  bulkRunInput,
  listBulkItemsInput,
  listBulkRunsInput,
} from "./schemas";
import { LABELS, tableOf } from "./selection";

type RunRow = Omit<
  BulkRunView,
  "subject" | "mayUndo" | "mayRetry" | "createdAt" | "endedAt" | "list"
> & {
  createdAt: string;
  endedAt: string | null;
  list: BulkList | null;
};

/** Runs of what whoever asks may do themselves, newest first. */
export async function listBulkRuns(
  ctx: Ctx,
  input: z.input<typeof listBulkRunsInput>,
): Promise<{ rows: BulkRunView[]; nextCursor: string | null }> {
  requirePermission(ctx, "customers.read");
  const { cursor, limit, running } = parseInput(listBulkRunsInput, input);
  // Ids grow with time.
  const rows = await readRuns(
    ctx,
    sql`${cursor ? sql`r.id < ${cursor}` : sql`true`} and ${running ? sql`r.status = 'running'` : sql`true`}`,
    sql`order by r.id desc limit ${limit + 1}`,
  );
  const page = rows.slice(0, limit);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}

export async function getBulkRun(
  ctx: Ctx,
  input: z.input<typeof bulkRunInput>,
): Promise<BulkRunView> {
  requirePermission(ctx, "customers.read");
  const { runId } = parseInput(bulkRunInput, input);
  const [run] = await readRuns(ctx, sql`r.id = ${runId}`, sql``);
  if (!run) throw notFound("bulk_run", runId);
  return run;
}

async function readRuns(ctx: Ctx, where: SQL, order: SQL): Promise<BulkRunView[]> {
  const allowed = actionsFor(ctx);
  if (allowed.length === 0) return [];
  // While one runs its counters are a part behind: its rows are counted.
  const rows = await ctx.db.execute<RunRow>(sql`
    select r.id, r.action, r.input, r.selection ->> 'list' as list, r.status, r.total,
      case when r.status = 'running' then c.done else r.done end as done,
      case when r.status = 'running' then c.failed else r.failed end as failed,
      case when r.status = 'running' then c.skipped else r.skipped end as skipped,
      r.created_by as "createdBy", a.name as "createdByName", r.cancelled_by as "cancelledBy",
      r.created_at as "createdAt", r.ended_at as "endedAt", r.undoes, u.id as "undoneBy",
      r.selection ->> 'restOf' as "restOf", n.id as "restBy"
    from bulk_runs r
    left join admins a on a.id = r.created_by
    left join bulk_runs u on u.undoes = r.id
    left join bulk_runs n on n.client_key = ${restKeyOf(sql`r.id`)}
    left join lateral (
      select (count(*) filter (where status = 'done'))::int as done,
        (count(*) filter (where status = 'failed'))::int as failed,
        (count(*) filter (where status = 'skipped'))::int as skipped
      from bulk_items i where i.run_id = r.id and r.status = 'running') c on true
    where ${where} and r.action in ${allowed} ${order}`);
  return rows.map((row) => {
    const action = actionOf(row.action);
    return {
      ...row,
      createdAt: new Date(row.createdAt),
      endedAt: row.endedAt ? new Date(row.endedAt) : null,
      subject: action.subject,
      mayUndo:
        action.undo !== undefined &&
        !row.undoes &&
        !row.undoneBy &&
        row.done > 0 &&
        row.status !== "running",
      mayRetry: row.status !== "running" && !row.restBy && row.total > row.done + row.skipped,
    };
  });
}

/** What became of each row, in their order. */
export async function listBulkItems(
  ctx: Ctx,
  input: z.input<typeof listBulkItemsInput>,
): Promise<{ rows: BulkItemView[]; nextCursor: string | null }> {
  const { runId, status, cursor, limit } = parseInput(listBulkItemsInput, input);
  const { subject } = await getBulkRun(ctx, { runId });
  if (cursor !== undefined && !/^\d{1,9}$/.test(cursor)) {
    throw new AppError("validation", "invalid_cursor", "cursor: not one that a list gave out");
  }
  const rows = await ctx.db.execute<Omit<BulkItemView, "at"> & { at: string | null }>(sql`
    select i.position, i.subject_id as "subjectId", coalesce(${LABELS[subject]}, i.subject_id) as label,
      i.status, i.error, i.at
    from bulk_items i left join ${tableOf(subject)} s on s.id = i.subject_id
    where i.run_id = ${runId} and i.position > ${Number(cursor ?? 0)}
      ${status.length > 0 ? sql`and i.status in ${status}` : sql``}
    order by i.position limit ${limit + 1}`);
  const page = rows.slice(0, limit);
  return {
    rows: page.map((row) => ({ ...row, at: row.at ? new Date(row.at) : null })),
    nextCursor: rows.length > limit ? String(page.at(-1)?.position ?? "") : null,
  };
}
