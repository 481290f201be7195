import { and, eq, exists, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { z } from "zod";
import type { PlanAudience } from "@/db/enums";
import { plans } from "@/db/schema/catalog";
import { orders } from "@/db/schema/orders";
import { subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, requirePermission, requireSelfOr } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { loadPlans } from "./internal";
import { listPlansInput, type PlanView, type StorefrontPlan } from "./schemas";

/**
 * What a customer may buy: plans on sale for their audience, durations that have a price. The one place that
 * decides it, for bot, Mini App and checkout alike.
 */
export async function getStorefront(
  ctx: Ctx,
  input: { customerId: string },
): Promise<{ plans: StorefrontPlan[] }> {
  requireSelfOr(ctx, input.customerId, "catalog.read");
  const audiences: PlanAudience[] = (await isExisting(ctx, input.customerId))
    ? ["all", "existing"]
    : ["all", "new"];
  const offered = await loadPlans(
    ctx,
    and(isNull(plans.archivedAt), inArray(plans.audience, audiences)),
  );
  return {
    plans: offered
      .map(({ archivedAt, audience, position, internalSquads, externalSquad, ...plan }) => ({
        ...plan,
        durations: plan.durations.filter((duration) => duration.prices.length > 0),
      }))
      .filter((plan) => plan.durations.length > 0),
  };
}

/** Whoever has paid, or came with a subscription from the panel, is no new customer. */
async function isExisting(ctx: Ctx, customerId: string): Promise<boolean> {
  const paid = ctx.db
    .select({ one: sql`1` })
    .from(orders)
    .where(and(eq(orders.customerId, customerId), isNotNull(orders.paidAt)));
  const served = ctx.db
    .select({ one: sql`1` })
    .from(subscriptions)
    .where(and(eq(subscriptions.customerId, customerId), eq(subscriptions.origin, "import")));
  const [row] = await ctx.db
    .select({ existing: sql<boolean>`${exists(paid)} or ${exists(served)}` })
    .from(sql`(select 1) as one`);
  return row?.existing === true;
}

/** The whole catalog, archived plans only when asked for. */
export async function listPlans(
  ctx: Ctx,
  input: z.input<typeof listPlansInput> = {},
): Promise<PlanView[]> {
  requirePermission(ctx, "catalog.read");
  const { archived } = parseInput(listPlansInput, input);
  return loadPlans(ctx, archived ? undefined : isNull(plans.archivedAt));
}

/** One plan, archived or not: what is sold by it must still be renewable and explainable. */
export async function getPlan(ctx: Ctx, input: { planId: string }): Promise<PlanView> {
  const [plan] = await loadPlans(ctx, eq(plans.id, input.planId));
  if (!plan) throw notFound("plan", input.planId);
  return plan;
}
