import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { bulkRuns } from "@/db/schema/bulk";
import { type Ctx, inTransaction, requireFreshFactor } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { restKey } from "./keys";
import { candidatesOf } from "./plan-run";
import { actionOf, requireAction } from "./registry";
import { bulkRunInput } from "./schemas";
import { begin, writeItems, writeRun } from "./start-bulk";

/**
 * Tries again what failed, and does what a stopped run left, by a run of its own. Nothing of either was kept, so
 * nobody gets it twice; that holds only while there is one such run, whoever begins it.
 *
 * @throws AppError `precondition bulk_running`, `bulk_nothing`, `conflict bulk_retried`
 */
export async function retryBulk(
  ctx: Ctx,
  input: z.input<typeof bulkRunInput>,
): Promise<{ runId: string }> {
  const { runId: of } = parseInput(bulkRunInput, input);
  return inTransaction(ctx, async (tx) => {
    const [run] = await tx.db.select().from(bulkRuns).where(eq(bulkRuns.id, of)).for("update");
    if (!run) throw notFound("bulk_run", of);
    const action = actionOf(run.action);
    requireAction(tx, action);
    if (run.status === "running") {
      throw new AppError("precondition", "bulk_running", "It is still being done: stop it first.");
    }
    if (action.fresh) requireFreshFactor(tx);
    const clientKey = restKey(of);
    const begun = await tx.db.$count(bulkRuns, eq(bulkRuns.clientKey, clientKey));
    if (begun > 0) throw new AppError("conflict", "bulk_retried", "The rest was begun already.");

    const parsed = parseInput(action.input, run.input);
    const ids = sql`select subject_id from bulk_items
      where run_id = ${of} and status in ('failed', 'waiting')`;
    const plan = { action, input: parsed, candidates: candidatesOf(tx, action, parsed, ids) };
    const runId = await writeRun(tx, {
      action: run.action,
      input: run.input,
      selection: { restOf: of },
      clientKey,
      undoes: null,
    });
    if (!runId) throw new AppError("conflict", "bulk_retried", "The rest was begun already.");
    const eligible = await writeItems(tx, runId, plan.candidates);
    await begin(tx, plan, { runId, eligible, about: { restOf: of } });
    return { runId };
  });
}
