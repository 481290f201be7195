import { and, eq, isNull } from "drizzle-orm";
import { alerts } from "@/db/schema/monitoring";
import { alertChanged } from "@/inngest/events";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import { recordAudit } from "@/server/domains/audit";

/** An operator says an alert is dealt with. It opens anew if its cause is seen again. */
export async function dismissAlert(ctx: Ctx, input: { seq: number }): Promise<void> {
  requirePermission(ctx, "alerts.write");
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .update(alerts)
      .set({ resolvedAt: ctx.clock(), resolvedBy: ctx.actor.id })
      .where(and(eq(alerts.seq, input.seq), isNull(alerts.resolvedAt)))
      .returning({ kind: alerts.kind, key: alerts.key });
    if (!row) return;
    await recordAudit(tx, {
      action: "monitoring.dismissAlert",
      subject: { type: "alert", id: `${row.kind}:${row.key}` },
    });
    await emit(tx, alertChanged.create(row));
  });
}
