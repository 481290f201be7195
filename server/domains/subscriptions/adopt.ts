import { inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { panelUsers } from "@/db/schema/remnawave";
import type { PlanSnapshot } from "@/db/schema/subscriptions";
import { subscriptionGrants, subscriptions } from "@/db/schema/subscriptions";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { announceChange, statusOf } from "./internal";

type PanelUserRow = typeof panelUsers.$inferSelect;

export type Adoption = {
  /** Ours already, only not linked; null makes one for `customerId`. */
  subscriptionId: string | null;
  customerId: string | null;
  plan: PlanSnapshot | null;
  user: PanelUserRow;
};

const IMPORTED: PlanSnapshot = {
  id: "imported",
  name: { en: "Imported", ru: "Импортированная" },
};

/**
 * Makes subscriptions of panel users that an operator confirmed: what the panel shows becomes the promise,
 * so nothing changes there. Subscriptions of ours that were only not linked keep their promise, and it is
 * delivered. Returns who got what, by panel id.
 */
export async function adoptSubscriptions(
  ctx: Ctx<Tx>,
  adoptions: Adoption[],
): Promise<Map<bigint, { subscriptionId: string; customerId: string }>> {
  const result = new Map<bigint, { subscriptionId: string; customerId: string }>();
  const made = adoptions.flatMap(({ subscriptionId, customerId, plan, user }) =>
    subscriptionId === null && customerId !== null ? [imported(ctx, customerId, plan, user)] : [],
  );
  if (made.length > 0) {
    const inserted = await ctx.db
      .insert(subscriptions)
      .values(made)
      .onConflictDoNothing()
      .returning();
    for (const row of inserted) {
      if (row.panelId === null) continue;
      result.set(row.panelId, { subscriptionId: row.id, customerId: row.customerId });
    }
    if (inserted.length > 0) {
      await ctx.db.insert(subscriptionGrants).values(
        inserted.map((row) => ({
          id: newId("grant"),
          subscriptionId: row.id,
          kind: "import" as const,
          planId: row.planId,
          startsAt: row.createdAt,
          endsAt: row.expiresAt,
          paidAmount: 0n,
          // ISO 4217 for “no currency”.
          currency: "XXX",
          createdAt: ctx.clock(),
        })),
      );
    }
  }
  await linkOwned(ctx, adoptions, result);
  return result;
}

async function linkOwned(
  ctx: Ctx<Tx>,
  adoptions: Adoption[],
  result: Map<bigint, { subscriptionId: string; customerId: string }>,
): Promise<void> {
  const ids = adoptions.flatMap(({ subscriptionId }) => subscriptionId ?? []);
  if (ids.length === 0) return;
  // Delivery finds the panel user by its name and links it.
  const rows = await ctx.db
    .update(subscriptions)
    .set({ provisioning: "queued", observedRevision: 0, updatedAt: ctx.clock() })
    .where(inArray(subscriptions.id, ids))
    .returning();
  for (const row of rows) await announceChange(ctx, row);
  for (const { subscriptionId, user } of adoptions) {
    const row = rows.find(({ id }) => id === subscriptionId);
    if (row) result.set(user.panelId, { subscriptionId: row.id, customerId: row.customerId });
  }
}

function imported(
  ctx: Ctx,
  customerId: string,
  plan: PlanSnapshot | null,
  user: PanelUserRow,
): typeof subscriptions.$inferInsert {
  const now = ctx.clock();
  const row = {
    id: newId("subscription"),
    customerId,
    origin: "import" as const,
    planId: plan?.id ?? null,
    plan: plan ?? IMPORTED,
    isTrial: false,
    cancelledAt: null,
    expiresAt: user.expiresAt,
    trafficLimitBytes: user.trafficLimitBytes,
    trafficStrategy: user.trafficStrategy,
    deviceLimit: user.deviceLimit,
    internalSquads: user.internalSquads,
    externalSquad: user.externalSquad,
    enabled: user.status !== "DISABLED",
    panelId: user.panelId,
    panelUuid: user.uuid,
    panelShortUuid: user.shortUuid,
    panelUsername: user.username,
    observedStatus: user.status,
    observedExpiresAt: user.expiresAt,
    observedTrafficLimitBytes: user.trafficLimitBytes,
    observedTrafficStrategy: user.trafficStrategy,
    observedDeviceLimit: user.deviceLimit,
    observedInternalSquads: user.internalSquads,
    observedExternalSquad: user.externalSquad,
    usedTrafficBytes: user.usedTrafficBytes,
    lifetimeTrafficBytes: user.lifetimeTrafficBytes,
    onlineAt: user.onlineAt,
    firstConnectedAt: user.firstConnectedAt,
    subscriptionUrl: user.subscriptionUrl,
    desiredRevision: 1,
    observedRevision: 1,
    announcedRevision: 1,
    observedAt: user.changedAt,
    panelMissingAt: null,
    provisioning: "idle" as const,
    deliveredAt: user.panelCreatedAt ?? now,
    createdAt: user.panelCreatedAt ?? now,
    updatedAt: now,
  };
  return { ...row, status: statusOf(row, now) };
}
