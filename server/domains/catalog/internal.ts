import { and, asc, eq, inArray, isNull, type SQL } from "drizzle-orm";
import { planDurations, planPrices, plans } from "@/db/schema/catalog";
import type { Ctx } from "@/server/core/context";
import { type Money, money } from "@/server/rules/money";
import type { PlanView } from "./schemas";

/** Plans with their durations and prices, in the order of the shop. Durations taken off sale are left out. */
export async function loadPlans(ctx: Ctx, where?: SQL): Promise<PlanView[]> {
  const rows = await ctx.db
    .select()
    .from(plans)
    .where(where)
    .orderBy(asc(plans.position), asc(plans.id));
  if (rows.length === 0) return [];
  const durations = await ctx.db
    .select({
      id: planDurations.id,
      planId: planDurations.planId,
      days: planDurations.days,
      currency: planPrices.currency,
      amount: planPrices.amount,
    })
    .from(planDurations)
    .leftJoin(planPrices, eq(planPrices.durationId, planDurations.id))
    .where(
      and(
        inArray(
          planDurations.planId,
          rows.map((row) => row.id),
        ),
        isNull(planDurations.archivedAt),
      ),
    )
    .orderBy(asc(planDurations.days), asc(planPrices.currency));
  const byPlan = new Map<string, Map<string, { id: string; days: number; prices: Money[] }>>();
  for (const { planId, id, days, currency, amount } of durations) {
    const ofPlan = byPlan.get(planId) ?? new Map();
    const duration = ofPlan.get(id) ?? { id, days, prices: [] };
    if (currency !== null && amount !== null) duration.prices.push(money(amount, currency));
    ofPlan.set(id, duration);
    byPlan.set(planId, ofPlan);
  }
  return rows.map(({ createdAt, updatedAt, ...plan }) => ({
    ...plan,
    durations: [...(byPlan.get(plan.id)?.values() ?? [])],
  }));
}
