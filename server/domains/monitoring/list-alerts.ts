import { desc, isNull } from "drizzle-orm";
import { alerts } from "@/db/schema/monitoring";
import { type Ctx, requirePermission } from "@/server/core/context";

/** Open alerts, newest first; at most 200. */
export async function listAlerts(ctx: Ctx) {
  requirePermission(ctx, "overview.read");
  return ctx.db
    .select()
    .from(alerts)
    .where(isNull(alerts.resolvedAt))
    .orderBy(desc(alerts.lastSeenAt))
    .limit(200);
}
