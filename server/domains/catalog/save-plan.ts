import { and, eq, isNull, max, notInArray, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { planDurations, planPrices, plans } from "@/db/schema/catalog";
import { catalogChanged } from "@/inngest/events";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { emit } from "@/server/core/outbox";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { getPlan } from "./queries";
import { type PlanView, planInput, reorderPlansInput, updatePlanInput } from "./schemas";

type PlanFields = z.output<typeof planInput>;

export async function createPlan(ctx: Ctx, input: z.input<typeof planInput>): Promise<PlanView> {
  requirePermission(ctx, "catalog.write");
  const { durations, ...fields } = parseInput(planInput, input);
  return inTransaction(ctx, async (tx) => {
    const [last] = await tx.db.select({ position: max(plans.position) }).from(plans);
    const planId = newId("plan");
    await tx.db
      .insert(plans)
      .values({ id: planId, ...fields, position: (last?.position ?? 0) + 1 });
    await saveDurations(tx, planId, durations);
    return finish(tx, "catalog.createPlan", planId, null);
  });
}

/** Replaces a plan whole: fields, durations and prices. What was sold keeps what was quoted. */
export async function updatePlan(
  ctx: Ctx,
  input: z.input<typeof updatePlanInput>,
): Promise<PlanView> {
  requirePermission(ctx, "catalog.write");
  const { planId, durations, ...fields } = parseInput(updatePlanInput, input);
  return inTransaction(ctx, async (tx) => {
    await lockPlan(tx, planId);
    const before = await getPlan(tx, { planId });
    await tx.db
      .update(plans)
      .set({ ...fields, updatedAt: tx.clock() })
      .where(eq(plans.id, planId));
    await saveDurations(tx, planId, durations);
    return finish(tx, "catalog.updatePlan", planId, before);
  });
}

/** Takes a plan off sale. Subscriptions of it go on and can be renewed by an operator. */
export const archivePlan = (ctx: Ctx, input: { planId: string }) =>
  setArchived(ctx, input.planId, true);
export const restorePlan = (ctx: Ctx, input: { planId: string }) =>
  setArchived(ctx, input.planId, false);

async function setArchived(ctx: Ctx, planId: string, archived: boolean): Promise<PlanView> {
  requirePermission(ctx, "catalog.write");
  return inTransaction(ctx, async (tx) => {
    await lockPlan(tx, planId);
    const before = await getPlan(tx, { planId });
    await tx.db
      .update(plans)
      .set({ archivedAt: archived ? tx.clock() : null, updatedAt: tx.clock() })
      .where(eq(plans.id, planId));
    return finish(tx, archived ? "catalog.archivePlan" : "catalog.restorePlan", planId, before);
  });
}

/** Puts plans in the given order; plans not named keep their place behind them. */
export async function reorderPlans(
  ctx: Ctx,
  input: z.input<typeof reorderPlansInput>,
): Promise<void> {
  requirePermission(ctx, "catalog.write");
  const { planIds } = parseInput(reorderPlansInput, input);
  await inTransaction(ctx, async (tx) => {
    const wanted = sql`array_position(array[${sql.join(
      planIds.map((id) => sql`${id}`),
      sql`, `,
    )}]::text[], ${plans.id})`;
    await tx.db.execute(sql`
      update ${plans} set position = placed.position
      from (
        select id, row_number() over (order by ${wanted} nulls last, ${plans.position}, ${plans.id}) as position
        from ${plans}
      ) placed
      where placed.id = plans.id and plans.position is distinct from placed.position`);
    await recordAudit(tx, {
      action: "catalog.reorderPlans",
      subject: { type: "catalog", id: "plans" },
      after: planIds,
    });
    await emit(tx, ...planIds.slice(0, 1).map((planId) => catalogChanged.create({ planId })));
  });
}

async function lockPlan(tx: Ctx<Tx>, planId: string): Promise<void> {
  const [row] = await tx.db
    .select({ id: plans.id })
    .from(plans)
    .where(eq(plans.id, planId))
    .for("update");
  if (!row) throw notFound("plan", planId);
}

async function finish(
  tx: Ctx<Tx>,
  action: string,
  planId: string,
  before: PlanView | null,
): Promise<PlanView> {
  const after = await getPlan(tx, { planId });
  await recordAudit(tx, { action, subject: { type: "plan", id: planId }, before, after });
  await emit(tx, catalogChanged.create({ planId }));
  return after;
}

/** A duration keeps its id by its days, so links and open orders go on meaning the same. */
async function saveDurations(
  tx: Ctx<Tx>,
  planId: string,
  durations: PlanFields["durations"],
): Promise<void> {
  await tx.db
    .update(planDurations)
    .set({ archivedAt: tx.clock() })
    .where(
      and(
        eq(planDurations.planId, planId),
        isNull(planDurations.archivedAt),
        notInArray(
          planDurations.days,
          durations.map((duration) => duration.days),
        ),
      ),
    );
  for (const [position, duration] of durations.entries()) {
    const [row] = await tx.db
      .insert(planDurations)
      .values({ id: newId("planDuration"), planId, days: duration.days, position })
      .onConflictDoUpdate({
        target: [planDurations.planId, planDurations.days],
        set: { position, archivedAt: sql`null` },
      })
      .returning({ id: planDurations.id });
    const durationId = row?.id ?? "";
    await tx.db.delete(planPrices).where(eq(planPrices.durationId, durationId));
    if (duration.prices.length > 0) {
      await tx.db
        .insert(planPrices)
        .values(duration.prices.map((price) => ({ durationId, ...price })));
    }
  }
}
