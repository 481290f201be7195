import { and, desc, eq, gt, isNull, type SQL } from "drizzle-orm";
import { subscriptions } from "@/db/schema/subscriptions";
import type { Ctx } from "@/server/core/context";
import { notFound } from "@/server/core/errors";

/**
 * The running subscription something is given to: the one that was chosen, else the one that lasts longest.
 * Null when there is none (of that plan).
 */
export async function subscriptionFor(
  ctx: Ctx,
  input: { customerId: string; subscriptionId: string | null; planId?: string },
): Promise<string | null> {
  const { customerId, subscriptionId, planId } = input;
  if (subscriptionId) await requireTheirs(ctx, customerId, subscriptionId);
  return (
    (await firstRunning(ctx, customerId, [
      subscriptionId ? eq(subscriptions.id, subscriptionId) : undefined,
      planId ? eq(subscriptions.planId, planId) : undefined,
    ])) ?? null
  );
}

async function requireTheirs(ctx: Ctx, customerId: string, subscriptionId: string): Promise<void> {
  const [row] = await ctx.db
    .select({ customerId: subscriptions.customerId })
    .from(subscriptions)
    .where(eq(subscriptions.id, subscriptionId));
  if (row?.customerId !== customerId) throw notFound("subscription", subscriptionId);
}

async function firstRunning(ctx: Ctx, customerId: string, more: (SQL | undefined)[]) {
  const [row] = await ctx.db
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.customerId, customerId),
        eq(subscriptions.enabled, true),
        isNull(subscriptions.cancelledAt),
        gt(subscriptions.expiresAt, ctx.clock()),
        ...more,
      ),
    )
    .orderBy(desc(subscriptions.expiresAt), desc(subscriptions.id))
    .limit(1);
  return row?.id;
}
