import { and, asc, count, desc, eq, inArray, isNull } from "drizzle-orm";
import { syncRuns } from "@/db/schema/remnawave";
import { subscriptionDevices, subscriptionGrants, subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, requireSelfOr } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { daysLeft, isLifetime } from "@/server/rules/subscription-state";
import { requireOwner, type SubscriptionRow, statusOf } from "./internal";
import type { GrantRecord, SubscriptionView } from "./schemas";

/** Everything a person has, oldest first, so that “#1” stays “#1”. */
export async function listCustomerSubscriptions(
  ctx: Ctx,
  input: { customerId: string },
): Promise<SubscriptionView[]> {
  requireSelfOr(ctx, input.customerId, "subscriptions.read");
  const rows = await ctx.db
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.customerId, input.customerId))
    .orderBy(asc(subscriptions.createdAt), asc(subscriptions.id));
  if (rows.length === 0) return [];
  const [used, synced] = await Promise.all([
    deviceCounts(
      ctx,
      rows.map(({ id }) => id),
    ),
    lastCompleteSync(ctx),
  ]);
  return rows.map((row, index) =>
    toView(row, { ordinal: index + 1, used: used.get(row.id) ?? 0, synced, now: ctx.clock() }),
  );
}

export async function getSubscriptionView(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<SubscriptionView> {
  const [row] = await ctx.db
    .select({ customerId: subscriptions.customerId })
    .from(subscriptions)
    .where(eq(subscriptions.id, input.subscriptionId));
  if (!row) throw notFound("subscription", input.subscriptionId);
  const views = await listCustomerSubscriptions(ctx, { customerId: row.customerId });
  const view = views.find(({ id }) => id === input.subscriptionId);
  if (!view) throw notFound("subscription", input.subscriptionId);
  return view;
}

/** Running grants, oldest first: the base of proration. */
export async function listGrants(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<GrantRecord[]> {
  await requireOwner(ctx, input.subscriptionId);
  return (await allGrants(ctx, input.subscriptionId)).filter(({ endedAt }) => endedAt === null);
}

export async function allGrants(ctx: Ctx, subscriptionId: string): Promise<GrantRecord[]> {
  const rows = await ctx.db
    .select()
    .from(subscriptionGrants)
    .where(eq(subscriptionGrants.subscriptionId, subscriptionId))
    .orderBy(asc(subscriptionGrants.startsAt), asc(subscriptionGrants.id));
  return rows.map(({ paidAmount, currency, subscriptionId: _s, createdAt: _c, ...grant }) => ({
    ...grant,
    paid: { amount: paidAmount, currency },
  }));
}

async function deviceCounts(ctx: Ctx, ids: string[]): Promise<Map<string, number>> {
  const rows = await ctx.db
    .select({ id: subscriptionDevices.subscriptionId, used: count() })
    .from(subscriptionDevices)
    .where(
      and(
        inArray(subscriptionDevices.subscriptionId, ids),
        isNull(subscriptionDevices.dropRequestedAt),
      ),
    )
    .groupBy(subscriptionDevices.subscriptionId);
  return new Map(rows.map(({ id, used }) => [id, used]));
}

/** A sync rewrites only what changed: what it left alone is as fresh as the sync. */
async function lastCompleteSync(ctx: Ctx): Promise<Date | null> {
  const [run] = await ctx.db
    .select({ at: syncRuns.startedAt })
    .from(syncRuns)
    .where(and(eq(syncRuns.status, "completed"), inArray(syncRuns.kind, ["periodic", "manual"])))
    .orderBy(desc(syncRuns.startedAt))
    .limit(1);
  return run?.at ?? null;
}

function toView(
  row: SubscriptionRow,
  more: { ordinal: number; used: number; synced: Date | null; now: Date },
): SubscriptionView {
  const { ordinal, now } = more;
  const status = statusOf(row, now);
  const live = row.enabled && row.cancelledAt === null && row.expiresAt > now;
  const asOf =
    row.observedAt && more.synced && more.synced > row.observedAt ? more.synced : row.observedAt;
  const { name } = row.plan;
  return {
    id: row.id,
    customerId: row.customerId,
    label: { en: `${name.en} #${ordinal}`, ru: `${name.ru} #${ordinal}` },
    ordinal,
    planId: row.planId,
    planName: name,
    status,
    preparing: live && (status === "pending" || row.observedRevision < row.desiredRevision),
    expiresAt: row.expiresAt,
    lifetime: isLifetime(row.expiresAt),
    daysLeft: daysLeft(row.expiresAt, now),
    traffic: {
      usedBytes: row.usedTrafficBytes,
      limitBytes: row.trafficLimitBytes,
      strategy: row.trafficStrategy,
      asOf,
    },
    devices: {
      used: row.devicesObservedAt ? more.used : null,
      limit: row.deviceLimit,
      asOf: row.devicesObservedAt,
    },
    url: row.panelMissingAt ? null : row.subscriptionUrl,
    isTrial: row.isTrial,
    onlineAt: row.onlineAt,
    observedAt: asOf,
    createdAt: row.createdAt,
    canRenew: row.planId !== null && status !== "disabled" && !isLifetime(row.expiresAt),
    // A trial that is over is still turned into any plan, with its link and devices.
    canUpgrade: (live || (row.isTrial && row.enabled)) && row.planId !== null,
    canResetLink: live && row.panelId !== null,
    autoRenew: row.autoRenew,
  };
}
