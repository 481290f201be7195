import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import {
  subscriptionDevices,
  subscriptionStatusHistory,
  subscriptions,
} from "@/db/schema/subscriptions";
import { subscriptionChanged } from "@/inngest/events";
import { type Ctx, requireSelfOr } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { shownStatus } from "@/server/rules/subscription-state";
import type { GrantResult } from "./schemas";

export type SubscriptionRow = typeof subscriptions.$inferSelect;
type SubscriptionPatch = Partial<typeof subscriptions.$inferInsert>;

/** Locks the row until the transaction ends: changes of one subscription happen one after another. */
export async function lockSubscription(ctx: Ctx<Tx>, id: string): Promise<SubscriptionRow> {
  const [row] = await ctx.db
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.id, id))
    .for("update");
  if (!row) throw notFound("subscription", id);
  return row;
}

/** Only the owner, an operator who may see subscriptions, or the system reads on. */
export async function requireOwner(ctx: Ctx, subscriptionId: string): Promise<void> {
  const [row] = await ctx.db
    .select({ customerId: subscriptions.customerId })
    .from(subscriptions)
    .where(eq(subscriptions.id, subscriptionId));
  if (!row) throw notFound("subscription", subscriptionId);
  requireSelfOr(ctx, row.customerId, "subscriptions.read");
}

/** Writes a new promise, queues its delivery and says so. The row must be locked. */
export async function changePromise(
  ctx: Ctx<Tx>,
  row: SubscriptionRow,
  patch: SubscriptionPatch,
  why: string,
): Promise<GrantResult> {
  const revision = row.desiredRevision + 1;
  const changed = await update(ctx, row.id, {
    ...patch,
    desiredRevision: revision,
    unannounced: [...row.unannounced, why],
    provisioning: "queued",
    provisioningError: null,
    provisioningAttempts: 0,
  });
  await refreshStatus(ctx, changed, why);
  await announceChange(ctx, changed);
  return { subscriptionId: row.id, revision };
}

/** Same revision, not delivered: a repair is no new promise, so nobody is told of it twice. */
export async function requeue(ctx: Ctx<Tx>, row: SubscriptionRow): Promise<SubscriptionRow> {
  const queued = await update(ctx, row.id, {
    observedRevision: Math.min(row.observedRevision, row.desiredRevision - 1),
    provisioning: "queued",
    provisioningError: null,
    provisioningAttempts: 0,
  });
  await announceChange(ctx, queued);
  return queued;
}

export async function announceChange(ctx: Ctx<Tx>, row: SubscriptionRow): Promise<void> {
  await emit(
    ctx,
    subscriptionChanged.create({
      subscriptionId: row.id,
      customerId: row.customerId,
      revision: row.desiredRevision,
    }),
  );
}

export async function update(
  ctx: Ctx<Tx>,
  id: string,
  patch: SubscriptionPatch,
): Promise<SubscriptionRow> {
  const [row] = await ctx.db
    .update(subscriptions)
    .set({ ...patch, updatedAt: ctx.clock() })
    .where(eq(subscriptions.id, id))
    .returning();
  if (!row) throw notFound("subscription", id);
  return row;
}

type StatusSource = Pick<
  SubscriptionRow,
  "expiresAt" | "enabled" | "cancelledAt" | "isTrial" | "observedStatus" | "panelMissingAt"
>;

export const statusOf = (row: StatusSource, now: Date) =>
  shownStatus({
    promise: {
      expiresAt: row.expiresAt,
      enabled: row.enabled,
      cancelled: row.cancelledAt !== null,
      isTrial: row.isTrial,
    },
    observed: row.observedStatus && {
      status: row.observedStatus,
      missing: row.panelMissingAt !== null,
    },
    now,
  });

/** Brings the stored status to what the rule says, with history. True when it changed. */
export async function refreshStatus(
  ctx: Ctx<Tx>,
  row: SubscriptionRow,
  why: string,
): Promise<boolean> {
  const to = statusOf(row, ctx.clock());
  if (to === row.status) return false;
  await ctx.db.update(subscriptions).set({ status: to }).where(eq(subscriptions.id, row.id));
  await writeHistory(ctx, row.id, row.status, to, why);
  return true;
}

export async function writeHistory(
  ctx: Ctx<Tx>,
  subscriptionId: string,
  from: SubscriptionRow["status"] | null,
  to: SubscriptionRow["status"],
  why: string,
): Promise<void> {
  await ctx.db.insert(subscriptionStatusHistory).values({
    subscriptionId,
    from,
    to,
    why,
    who: `${ctx.actor.type}:${ctx.actor.id}`,
    at: ctx.clock(),
  });
}

export const latest = (a: Date, b: Date): Date => (a > b ? a : b);

/** The devices the customer gives up become part of the promise. */
export async function requestDrop(ctx: Ctx<Tx>, subscriptionId: string, hwids: string[]) {
  if (hwids.length === 0) return;
  await ctx.db
    .update(subscriptionDevices)
    .set({ dropRequestedAt: ctx.clock() })
    .where(
      and(
        eq(subscriptionDevices.subscriptionId, subscriptionId),
        inArray(subscriptionDevices.hwid, hwids),
      ),
    );
}

/** The promise for the audit log. */
export const auditable = (row: SubscriptionRow) => ({
  planId: row.planId,
  expiresAt: row.expiresAt,
  enabled: row.enabled,
  trafficLimitBytes: row.trafficLimitBytes,
  trafficResets: row.trafficResets,
  deviceLimit: row.deviceLimit,
  revision: row.desiredRevision,
});
