import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { bulkItems, bulkRuns } from "@/db/schema/bulk";
import { bulkRunChanged } from "@/inngest/events";
import { type Ctx, inTransaction } from "@/server/core/context";
import { isAppError } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { findActingAdmin } from "@/server/domains/team";
import type { BulkAction } from "./contract";
import { itemKey } from "./keys";
import { actionOf } from "./registry";
import type { ItemStatus } from "./schemas";
import { tableOf } from "./selection";

/** Several at a time, as many as leave the others their connections. */
const LANES = 4;

type Outcome = { status: Exclude<ItemStatus, "waiting">; error: string | null };
type Run = { id: string; action: BulkAction; input: unknown };

/**
 * Goes on with a run for at most `limit` items. What is done to a row and that it was done are written together,
 * so a run that was killed, or that two workers have in hand, does each exactly once.
 */
export async function workBulkRun(
  ctx: Ctx,
  input: { runId: string; limit: number },
): Promise<{ over: boolean }> {
  const { runId } = input;
  const [row] = await ctx.db.select().from(bulkRuns).where(eq(bulkRuns.id, runId));
  if (row?.status !== "running") return { over: true };
  const action = actionOf(row.action);
  const actor = await actorOf(ctx, row.createdBy);
  const may =
    actor &&
    (actor.type !== "admin" || action.permissions.every((one) => actor.permissions.includes(one)));
  // Whoever began it may no longer do this: nor may it go on in their name.
  if (!may) {
    await endRun(ctx, runId, "cancelled");
    return { over: true };
  }
  const run: Run = { id: runId, action, input: action.input.parse(row.input) };
  // What the rows' own entries in the audit log have in common.
  const acting: Ctx = { ...ctx, actor, requestId: runId };
  let left = input.limit;
  let isEmpty = false;
  const lane = async () => {
    while (!isEmpty && left-- > 0) {
      if (!(await doNext(acting, run))) isEmpty = true;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { over: await settle(ctx, runId) };
}

async function actorOf(ctx: Ctx, adminId: string): Promise<Ctx["actor"] | null> {
  if (ctx.actor.type === "system" && adminId === ctx.actor.id) return ctx.actor;
  return findActingAdmin(ctx, { adminId });
}

/** False when nothing waits any more, or the run was cancelled. */
function doNext(ctx: Ctx, run: Run): Promise<boolean> {
  return ctx.db.transaction(async (db) => {
    const [item] = await db.execute<{ position: number; subjectId: string }>(sql`
      select i.position, i.subject_id as "subjectId" from bulk_items i
      where i.run_id = ${run.id} and i.status = 'waiting'
        and exists (select 1 from bulk_runs r where r.id = i.run_id and r.status = 'running')
      order by i.position limit 1 for update of i skip locked`);
    if (!item) return false;
    const outcome = await attempt({ ...ctx, db }, run, item.subjectId);
    await db
      .update(bulkItems)
      .set({ ...outcome, at: ctx.clock() })
      .where(and(eq(bulkItems.runId, run.id), eq(bulkItems.position, item.position)));
    return true;
  });
}

/** In a savepoint: what fails leaves nothing behind but its reason. */
async function attempt(
  ctx: Ctx<Tx>,
  { id, action, input }: Run,
  subjectId: string,
): Promise<Outcome> {
  try {
    return await ctx.db.transaction(async (db): Promise<Outcome> => {
      // The row may have changed since the run began: it is held, and looked at once more.
      const [row] = await db.execute<{ reason: string | null }>(sql`
        select (${action.skip(input, ctx.clock())})::text as reason
        from ${tableOf(action.subject)} s where s.id = ${subjectId} for no key update`);
      const reason = row ? row.reason : "gone";
      if (reason !== null) return { status: "skipped", error: reason };
      await action.run({ ...ctx, db }, { subjectId, key: itemKey(id, subjectId) }, input);
      return { status: "done", error: null };
    });
  } catch (error) {
    if (isAppError(error)) return { status: "failed", error: error.code };
    // A database that is away or wants this tried again says nothing about the item.
    if (isPassing(error)) throw error;
    ctx.log.error({ err: error, runId: id, subjectId }, "an item of a bulk run failed");
    return { status: "failed", error: "internal" };
  }
}

/** Classes of PostgreSQL's own errors that pass: connection, rollback, resources, intervention. */
function isPassing(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = "code" in at && typeof at.code === "string" ? at.code : "";
    if (/^(08|40|53|57)/.test(code) || /^(CONNECTION_|ECONN)/.test(code)) return true;
  }
  return false;
}

/** Counts what was done so far and tells browsers. True when the run is over. */
async function settle(ctx: Ctx, runId: string): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    // One after another, each counting anew: who had to wait would write down what was true before.
    await tx.db.execute(sql`select 1 from bulk_runs where id = ${runId} for update`);
    const [row] = await tx.db.execute<{ status: string; waiting: number }>(sql`
      update bulk_runs r set done = c.done, failed = c.failed, skipped = c.skipped
      from (select count(*) filter (where status = 'done') as done,
          count(*) filter (where status = 'failed') as failed,
          count(*) filter (where status = 'skipped') as skipped,
          (count(*) filter (where status = 'waiting'))::int as waiting
        from bulk_items where run_id = ${runId}) c
      where r.id = ${runId} returning r.status, c.waiting`);
    if (row?.status === "running" && row.waiting === 0) await endRun(tx, runId, "done");
    await emit(tx, bulkRunChanged.create({ runId }));
    return row?.status !== "running" || row.waiting === 0;
  });
}

async function endRun(ctx: Ctx, runId: string, status: "done" | "cancelled"): Promise<void> {
  await ctx.db
    .update(bulkRuns)
    .set({
      status,
      endedAt: ctx.clock(),
      ...(status === "cancelled" ? { cancelledBy: ctx.actor.id } : {}),
    })
    .where(and(eq(bulkRuns.id, runId), eq(bulkRuns.status, "running")));
}
