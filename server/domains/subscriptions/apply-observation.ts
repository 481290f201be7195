import type { Tx } from "@/db/client";
import { subscriptionObserved } from "@/inngest/events";
import { type Ctx, inTransaction } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import { isLive } from "@/server/rules/subscription-state";
import { lockSubscription, refreshStatus, requeue, type SubscriptionRow, update } from "./internal";
import type { PanelObservation } from "./schemas";

type Patch = Parameters<typeof update>[2];

/**
 * Takes over what the panel showed at `at`. An observation older than the stored one is ignored, so late
 * and reordered events change nothing. True when something a person sees changed.
 */
export async function applyObservation(
  ctx: Ctx,
  input: { subscriptionId: string; observation: PanelObservation; at: Date; source: string },
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockSubscription(tx, input.subscriptionId);
    const other = row.panelId !== null && row.panelId !== input.observation.panelId;
    if (other || (row.observedAt && row.observedAt > input.at)) return false;
    const { visible } = await writeObservation(tx, row, input);
    return visible;
  });
}

/** Writes an observation onto a locked row, refreshes the status, tells browsers what changed. */
export async function writeObservation(
  ctx: Ctx<Tx>,
  row: SubscriptionRow,
  input: { observation: PanelObservation; at: Date; source: string },
  more: Patch = {},
): Promise<{ row: SubscriptionRow; visible: boolean }> {
  const patch = observedFields(input.observation);
  const changed = await update(ctx, row.id, {
    ...patch,
    panelMissingAt: null,
    observedAt: input.at,
    ...more,
  });
  const statusChanged = await refreshStatus(ctx, changed, input.source);
  const visible = statusChanged || VISIBLE.some((field) => !same(row[field], changed[field]));
  if (visible) await announceObserved(ctx, row);
  return { row: changed, visible };
}

/**
 * The panel said, with its own code, that it does not know this user. A promise that runs is delivered
 * again; one that ended stays as it is.
 */
export async function markPanelMissing(
  ctx: Ctx,
  input: { subscriptionId: string; at: Date; source: string },
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockSubscription(tx, input.subscriptionId);
    if (row.observedAt && row.observedAt > input.at) return false;
    if (row.panelMissingAt) return false;
    const changed = await update(tx, row.id, { panelMissingAt: input.at, observedAt: input.at });
    await refreshStatus(tx, changed, input.source);
    await announceObserved(tx, row);
    const promise = { ...row, cancelled: row.cancelledAt !== null };
    if (isLive(promise, tx.clock())) await requeue(tx, changed);
    return true;
  });
}

const announceObserved = (ctx: Ctx<Tx>, { id, customerId }: SubscriptionRow) =>
  emit(ctx, subscriptionObserved.create({ subscriptionId: id, customerId }));

const VISIBLE = [
  "usedTrafficBytes",
  "onlineAt",
  "subscriptionUrl",
  "panelMissingAt",
  "observedStatus",
  "observedExpiresAt",
  "observedTrafficLimitBytes",
  "observedDeviceLimit",
] as const satisfies (keyof SubscriptionRow)[];

const same = (a: unknown, b: unknown): boolean =>
  a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : a === b;

/** Drizzle leaves `undefined` out of an update: what the panel did not say stays. */
const observedFields = (seen: PanelObservation): Patch => ({
  panelId: seen.panelId,
  panelUuid: seen.panelUuid,
  panelShortUuid: seen.shortUuid,
  panelUsername: seen.username,
  observedStatus: seen.status,
  observedExpiresAt: seen.expiresAt,
  observedTrafficLimitBytes: seen.trafficLimitBytes,
  observedTrafficStrategy: seen.trafficStrategy,
  observedDeviceLimit: seen.deviceLimit,
  observedInternalSquads: seen.internalSquads,
  observedExternalSquad: seen.externalSquad,
  usedTrafficBytes: seen.usedTrafficBytes,
  lifetimeTrafficBytes: seen.lifetimeTrafficBytes,
  onlineAt: seen.onlineAt,
  firstConnectedAt: seen.firstConnectedAt,
  subscriptionUrl: seen.subscriptionUrl,
});
