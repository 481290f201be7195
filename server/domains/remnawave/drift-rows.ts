import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { syncDrift, syncRuns } from "@/db/schema/remnawave";
import { type Ctx, inTransaction } from "@/server/core/context";

/** The panel shows what was promised again: closes the open differences and counts them in their run. */
export async function markRepaired(ctx: Ctx, subscriptionIds: string[]): Promise<void> {
  if (subscriptionIds.length === 0) return;
  await inTransaction(ctx, async (tx) => {
    const closed = await tx.db
      .update(syncDrift)
      .set({ repairedAt: tx.clock() })
      .where(and(inArray(syncDrift.subscriptionId, subscriptionIds), isNull(syncDrift.repairedAt)))
      .returning({ runId: syncDrift.runId, subscriptionId: syncDrift.subscriptionId });
    const byRun = new Map<string, Set<string>>();
    for (const { runId, subscriptionId } of closed) {
      byRun.set(runId, (byRun.get(runId) ?? new Set()).add(subscriptionId));
    }
    for (const [runId, repaired] of byRun) {
      await tx.db
        .update(syncRuns)
        .set({ repaired: sql`${syncRuns.repaired} + ${repaired.size}` })
        .where(eq(syncRuns.id, runId));
    }
  });
}
