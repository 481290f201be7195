import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { bulkRuns } from "@/db/schema/bulk";
import { bulkRunChanged } from "@/inngest/events";
import { type Ctx, inTransaction } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { actionOf, requireAction } from "./registry";
import { bulkRunInput } from "./schemas";

/** Stops a run between two rows: what was done stays done. */
export async function cancelBulk(ctx: Ctx, input: z.input<typeof bulkRunInput>): Promise<void> {
  const { runId } = parseInput(bulkRunInput, input);
  await inTransaction(ctx, async (tx) => {
    const [run] = await tx.db.select().from(bulkRuns).where(eq(bulkRuns.id, runId)).for("update");
    if (!run) throw notFound("bulk_run", runId);
    requireAction(tx, actionOf(run.action));
    if (run.status === "cancelled") return;
    if (run.status === "done") {
      throw new AppError("precondition", "bulk_over", "Too late: it has been done to everybody.");
    }
    await tx.db
      .update(bulkRuns)
      .set({ status: "cancelled", cancelledBy: tx.actor.id, endedAt: tx.clock() })
      .where(and(eq(bulkRuns.id, runId), eq(bulkRuns.status, "running")));
    await recordAudit(tx, { action: "bulk.cancel", subject: { type: "bulk_run", id: runId } });
    await emit(tx, bulkRunChanged.create({ runId }));
  });
}
