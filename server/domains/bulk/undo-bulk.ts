import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { bulkRuns } from "@/db/schema/bulk";
import { type Ctx, inTransaction, requireFreshFactor } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { candidatesOf } from "./plan-run";
import { actionOf, requireAction } from "./registry";
import { bulkRunInput } from "./schemas";
import { begin, writeItems, writeRun } from "./start-bulk";

/**
 * Takes a run back, by a run of its own over the rows that it was done to. A row that changed since is left alone.
 *
 * @throws AppError `precondition bulk_no_undo`, `bulk_running`, `conflict bulk_undone`
 */
export async function undoBulk(
  ctx: Ctx,
  input: z.input<typeof bulkRunInput>,
): Promise<{ runId: string }> {
  const { runId: undoes } = parseInput(bulkRunInput, input);
  const [run] = await ctx.db.select().from(bulkRuns).where(eq(bulkRuns.id, undoes));
  if (!run) throw notFound("bulk_run", undoes);
  const original = actionOf(run.action);
  requireAction(ctx, original);
  if (!original.undo || run.undoes) {
    throw new AppError("precondition", "bulk_no_undo", "This cannot be taken back.");
  }
  if (run.status === "running") {
    throw new AppError("precondition", "bulk_running", "It is still being done: stop it first.");
  }
  const action = actionOf(original.undo.action);
  requireAction(ctx, action);
  if (action.fresh) requireFreshFactor(ctx);
  const stored = original.undo.input(original.input.parse(run.input), undoes);
  const parsed = parseInput(action.input, stored);
  const ids = sql`select subject_id from bulk_items where run_id = ${undoes} and status = 'done'`;
  const plan = { action, input: parsed, candidates: candidatesOf(ctx, action, parsed, ids) };
  return inTransaction(ctx, async (tx) => {
    const runId = await writeRun(tx, {
      action: original.undo?.action ?? "",
      input: stored,
      selection: {},
      clientKey: `undo:${undoes}`,
      undoes,
    });
    if (!runId) throw new AppError("conflict", "bulk_undone", "This was taken back already.");
    const eligible = await writeItems(tx, runId, plan.candidates);
    await begin(tx, plan, { runId, eligible, about: { undoes } });
    return { runId };
  });
}
