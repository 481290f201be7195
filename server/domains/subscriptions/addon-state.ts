import { and, eq, gt, isNull, lte, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { subscriptionAddons } from "@/db/schema/subscriptions";
import type { Ctx } from "@/server/core/context";
import { effectiveLimits, type Limits } from "@/server/rules/addon";
import { expiryAfter } from "@/server/rules/entitlement";
import type { SubscriptionRow } from "./internal";
import { latest } from "./internal";

/* Add-ons of one subscription, which must be locked by the caller for whatever is written here. */

const table = subscriptionAddons;
export type AddonRow = typeof table.$inferSelect;

export const ofSubscription = (id: string) => eq(table.subscriptionId, id);
export const notEnded = isNull(table.endedAt);

/** What the plan itself grants. Rows older than add-ons hold it in the promise alone. */
export const planLimits = (
  row: Pick<
    SubscriptionRow,
    "planTrafficLimitBytes" | "planDeviceLimit" | "trafficLimitBytes" | "deviceLimit"
  >,
): Limits =>
  row.planTrafficLimitBytes === null
    ? { trafficLimitBytes: row.trafficLimitBytes, deviceLimit: row.deviceLimit }
    : { trafficLimitBytes: row.planTrafficLimitBytes, deviceLimit: row.planDeviceLimit };

/** Columns of a promise: the plan's own limits, and with them those of the add-ons that run now. */
export async function limitColumns(ctx: Ctx, subscriptionId: string, plan: Limits) {
  const running = await ctx.db
    .select({ kind: table.kind, quantity: table.quantity })
    .from(table)
    .where(and(ofSubscription(subscriptionId), notEnded, gt(table.endsAt, ctx.clock())));
  return {
    planTrafficLimitBytes: plan.trafficLimitBytes,
    planDeviceLimit: plan.deviceLimit,
    ...effectiveLimits(plan, running),
  };
}

/** Recurring add-ons that the next renewal carries on, oldest first. */
export const renewableAddons = (ctx: Ctx, subscriptionId: string): Promise<AddonRow[]> =>
  ctx.db
    .select()
    .from(table)
    .where(
      and(
        ofSubscription(subscriptionId),
        notEnded,
        eq(table.recurring, true),
        isNull(table.cancelledAt),
      ),
    )
    .orderBy(table.createdAt, table.id);

/**
 * Carries add-ons that a renewal paid for on by its days, each by itself: one that was bought for a shorter time
 * than the subscription runs does not get the rest of it for nothing.
 *
 * @param addonIds what was quoted, an add-on held twice named twice
 */
export async function renewAddons(
  ctx: Ctx<Tx>,
  subscriptionId: string,
  addonIds: readonly string[],
  days: number,
): Promise<void> {
  const wanted = [...addonIds];
  for (const addon of await renewableAddons(ctx, subscriptionId)) {
    const at = wanted.indexOf(addon.addonId);
    if (at === -1) continue;
    wanted.splice(at, 1);
    await ctx.db
      .update(table)
      .set({ endsAt: expiryAfter(latest(ctx.clock(), addon.endsAt), days) })
      .where(eq(table.id, addon.id));
  }
}

/** Days given for nothing take along the add-ons that would have ended with the subscription. */
export async function followExpiry(
  ctx: Ctx<Tx>,
  row: Pick<SubscriptionRow, "id" | "expiresAt">,
  expiresAt: Date,
): Promise<void> {
  if (expiresAt <= row.expiresAt) return shortenAddons(ctx, row.id, expiresAt);
  await ctx.db
    .update(table)
    .set({ endsAt: expiresAt })
    .where(
      and(
        ofSubscription(row.id),
        notEnded,
        eq(table.recurring, true),
        isNull(table.cancelledAt),
        sql`${table.endsAt} >= ${row.expiresAt.toISOString()}::timestamptz`,
      ),
    );
}

/** No add-on outlives its subscription. */
export async function shortenAddons(ctx: Ctx<Tx>, subscriptionId: string, expiresAt: Date) {
  await ctx.db
    .update(table)
    .set({ endsAt: expiresAt })
    .where(and(ofSubscription(subscriptionId), notEnded, gt(table.endsAt, expiresAt)));
}

/** Marks those whose time is over, and says whether there were any. */
export async function endDueAddons(
  ctx: Ctx<Tx>,
  row: Pick<SubscriptionRow, "id" | "expiresAt">,
): Promise<number> {
  const now = ctx.clock();
  // A recurring one that ended together with its subscription waits for the late renewal.
  const over =
    row.expiresAt > now
      ? undefined
      : sql`not (${table.recurring} and ${table.cancelledAt} is null)`;
  const ended = await ctx.db
    .update(table)
    .set({ endedAt: now })
    .where(and(ofSubscription(row.id), notEnded, lte(table.endsAt, now), over))
    .returning({ id: table.id });
  return ended.length;
}
