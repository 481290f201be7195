import { and, desc, eq, isNull, lt } from "drizzle-orm";
import type { z } from "zod";
import { syncDrift } from "@/db/schema/remnawave";
import { subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { requeueSubscriptions } from "@/server/domains/subscriptions";
import { type DriftRow, listDriftInput, repairDriftInput } from "./schemas";

/** What the panel had other than promised, field by field, newest first. */
export async function listDrift(
  ctx: Ctx,
  input: z.input<typeof listDriftInput>,
): Promise<{ rows: DriftRow[]; nextCursor: string | null }> {
  requirePermission(ctx, "remnawave.read");
  const query = parseInput(listDriftInput, input);
  const cursor = Number(query.cursor ?? Number.NaN);
  const found = await ctx.db
    .select({
      id: syncDrift.id,
      runId: syncDrift.runId,
      subscriptionId: syncDrift.subscriptionId,
      panelUsername: subscriptions.panelUsername,
      field: syncDrift.field,
      promised: syncDrift.promised,
      observed: syncDrift.observed,
      detectedAt: syncDrift.detectedAt,
      repairedAt: syncDrift.repairedAt,
    })
    .from(syncDrift)
    .innerJoin(subscriptions, eq(subscriptions.id, syncDrift.subscriptionId))
    .where(
      and(
        query.runId ? eq(syncDrift.runId, query.runId) : undefined,
        query.subscriptionId ? eq(syncDrift.subscriptionId, query.subscriptionId) : undefined,
        query.open ? isNull(syncDrift.repairedAt) : undefined,
        Number.isSafeInteger(cursor) ? lt(syncDrift.id, cursor) : undefined,
      ),
    )
    .orderBy(desc(syncDrift.id))
    .limit(query.limit + 1);
  const rows = found.slice(0, query.limit);
  const last = found.length > query.limit ? rows.at(-1) : undefined;
  return { rows, nextCursor: last ? String(last.id) : null };
}

/** Delivers the promise again, now. */
export async function repairDrift(
  ctx: Ctx,
  input: z.input<typeof repairDriftInput>,
): Promise<void> {
  requirePermission(ctx, "remnawave.write");
  const { subscriptionId } = parseInput(repairDriftInput, input);
  await inTransaction(ctx, async (tx) => {
    await requeueSubscriptions(tx, { subscriptionIds: [subscriptionId] });
    await recordAudit(tx, {
      action: "remnawave.repairDrift",
      subject: { type: "subscription", id: subscriptionId },
    });
  });
}
