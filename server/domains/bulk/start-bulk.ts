import { and, eq, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { bulkRuns } from "@/db/schema/bulk";
import { bulkRunStarted } from "@/inngest/events";
import { type Ctx, inTransaction, requireFreshFactor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { emit } from "@/server/core/outbox";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { type PlannedRun, planRun } from "./plan-run";
import { BULK_MAX, startBulkInput } from "./schemas";

/** A busy shop changes while one reads; this much more than the preview said is another decision. */
const MORE_ALLOWED = { factor: 1.05, rows: 20 };

/**
 * Writes down everything that is to be done, in one transaction, and has a job do it.
 *
 * @throws AppError `precondition bulk_nothing`, `too_large bulk_too_many`, `conflict bulk_grew`,
 *   `forbidden fresh_factor_needed`
 */
export async function startBulk(
  ctx: Ctx,
  input: z.input<typeof startBulkInput>,
): Promise<{ runId: string }> {
  const asked = parseInput(startBulkInput, input);
  const plan = await planRun(ctx, asked);
  if (plan.action.fresh) requireFreshFactor(ctx);
  const before = await findRun(ctx, asked.clientKey);
  if (before) return before;
  return inTransaction(ctx, async (tx) => {
    const runId = await writeRun(tx, {
      action: asked.action,
      input: asked.input,
      selection: asked.selection,
      clientKey: asked.clientKey,
      undoes: null,
    });
    // Somebody pressed twice: the other press was first.
    if (!runId) return (await findRun(tx, asked.clientKey)) ?? unfound();
    const eligible = await writeItems(tx, runId, plan.candidates);
    const most = Math.max(asked.expected * MORE_ALLOWED.factor, asked.expected + MORE_ALLOWED.rows);
    if (eligible > most) {
      throw new AppError(
        "conflict",
        "bulk_grew",
        `By now it would be done to ${eligible}: look at the preview again.`,
        { count: eligible },
      );
    }
    await begin(tx, plan, { runId, eligible, about: asked });
    return { runId };
  });
}

type RunValues = Pick<
  typeof bulkRuns.$inferInsert,
  "action" | "input" | "selection" | "clientKey" | "undoes"
>;

/** Null when this key's run is there already, or this run was taken back before. */
export async function writeRun(tx: Ctx<Tx>, values: RunValues): Promise<string | null> {
  const [row] = await tx.db
    .insert(bulkRuns)
    .values({
      ...values,
      id: newId("bulkRun"),
      status: "running",
      total: 0,
      createdBy: tx.actor.id,
      createdAt: tx.clock(),
    })
    .onConflictDoNothing()
    .returning({ id: bulkRuns.id });
  return row?.id ?? null;
}

/** One statement, whatever their number. Returns how many are to be done. */
export async function writeItems(tx: Ctx<Tx>, runId: string, candidates: SQL): Promise<number> {
  const now = tx.clock().toISOString();
  const [counted] = await tx.db.execute<{ total: number; waiting: number }>(sql`
    with written as (
      insert into bulk_items (run_id, position, subject_id, status, error, at)
      select ${runId}, row_number() over (order by c.id), c.id,
        case when c.reason is null then 'waiting' else 'skipped' end, c.reason,
        case when c.reason is not null then ${now}::timestamptz end
      from (${candidates} limit ${BULK_MAX + 1}) c
      returning status
    )
    select count(*)::int as total, (count(*) filter (where status = 'waiting'))::int as waiting
    from written`);
  const { total, waiting } = counted ?? { total: 0, waiting: 0 };
  if (total > BULK_MAX) {
    throw new AppError("too_large", "bulk_too_many", `At most ${BULK_MAX} rows at once.`, {
      max: BULK_MAX,
    });
  }
  if (waiting === 0) {
    throw new AppError("precondition", "bulk_nothing", "There is nobody left to do this to.");
  }
  await tx.db
    .update(bulkRuns)
    .set({ total, skipped: total - waiting })
    .where(eq(bulkRuns.id, runId));
  return waiting;
}

type Beginning = { runId: string; eligible: number; about: Record<string, unknown> };

export async function begin(
  tx: Ctx<Tx>,
  plan: PlannedRun,
  { runId, eligible, about }: Beginning,
): Promise<void> {
  await plan.action.check?.(tx, plan.input, eligible);
  await recordAudit(tx, {
    action: "bulk.start",
    subject: { type: "bulk_run", id: runId },
    after: { ...about, eligible },
  });
  await emit(tx, bulkRunStarted.create({ runId }));
}

async function findRun(ctx: Ctx, clientKey: string): Promise<{ runId: string } | null> {
  const [row] = await ctx.db
    .select({ runId: bulkRuns.id })
    .from(bulkRuns)
    .where(and(eq(bulkRuns.createdBy, ctx.actor.id), eq(bulkRuns.clientKey, clientKey)));
  return row ?? null;
}

const unfound = (): never => {
  throw new Error("A bulk run that is there could not be read");
};
