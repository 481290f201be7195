import { and, eq, isNotNull, isNull, notExists } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { alerts } from "@/db/schema/monitoring";
import { alertChanged } from "@/inngest/events";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import { recordAudit } from "@/server/domains/audit";

/** Takes back that an alert was dealt with. Nothing happens where its cause was seen again meanwhile: it is open. */
export async function reopenAlert(ctx: Ctx, input: { seq: number }): Promise<void> {
  requirePermission(ctx, "alerts.write");
  await inTransaction(ctx, async (tx) => {
    const newer = alias(alerts, "newer");
    const open = tx.db
      .select({ seq: newer.seq })
      .from(newer)
      .where(and(eq(newer.kind, alerts.kind), eq(newer.key, alerts.key), isNull(newer.resolvedAt)));
    const [row] = await tx.db
      .update(alerts)
      .set({ resolvedAt: null, resolvedBy: null })
      .where(and(eq(alerts.seq, input.seq), isNotNull(alerts.resolvedAt), notExists(open)))
      .returning({ kind: alerts.kind, key: alerts.key });
    if (!row) return;
    await recordAudit(tx, {
      action: "monitoring.reopenAlert",
      subject: { type: "alert", id: `${row.kind}:${row.key}` },
    });
    await emit(tx, alertChanged.create(row));
  });
}
