import { and, eq, isNull } from "drizzle-orm";
import { subscriptionDevices, subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, inTransaction } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { limitColumns } from "./addon-state";
import { requireOwner } from "./internal";
import type { KnownDevice } from "./schemas";

/** Devices as the panel last listed them, without those given up; null when it never did. */
export async function knownDevices(
  ctx: Ctx,
  subscriptionId: string,
): Promise<{ devices: KnownDevice[]; asOf: Date } | null> {
  const [row] = await ctx.db
    .select({ asOf: subscriptions.devicesObservedAt })
    .from(subscriptions)
    .where(eq(subscriptions.id, subscriptionId));
  if (!row) throw notFound("subscription", subscriptionId);
  if (!row.asOf) return null;
  const devices = await ctx.db
    .select()
    .from(subscriptionDevices)
    .where(
      and(
        eq(subscriptionDevices.subscriptionId, subscriptionId),
        isNull(subscriptionDevices.dropRequestedAt),
      ),
    )
    .orderBy(subscriptionDevices.addedAt);
  return {
    devices: devices.map(({ subscriptionId: _s, dropRequestedAt: _d, ...device }) => device),
    asOf: row.asOf,
  };
}

/**
 * `mustDrop` devices have to go before a plan with this limit fits, with the room that add-ons give; 0 when it
 * fits or use is unknown.
 */
export async function devicesToDrop(
  ctx: Ctx,
  input: { subscriptionId: string; deviceLimit: number | null },
): Promise<{
  used: number | null;
  limit: number | null;
  mustDrop: number;
  devices: KnownDevice[];
}> {
  await requireOwner(ctx, input.subscriptionId);
  const known = await knownDevices(ctx, input.subscriptionId);
  const { deviceLimit: limit } = await limitColumns(ctx, input.subscriptionId, {
    trafficLimitBytes: 0n,
    deviceLimit: input.deviceLimit,
  });
  const used = known?.devices.length ?? null;
  // 0 is unchecked, null is the panel's own affair.
  const mustDrop = limit && used ? Math.max(0, used - limit) : 0;
  return { used, limit, mustDrop, devices: known?.devices ?? [] };
}

/** Throws `precondition devices_must_be_dropped` unless enough devices were chosen. */
export async function requireDevicesFit(
  ctx: Ctx,
  input: { subscriptionId: string; deviceLimit: number | null; dropDevices: string[] },
): Promise<void> {
  const { used, limit, mustDrop, devices } = await devicesToDrop(ctx, input);
  if (mustDrop === 0) return;
  const chosen = devices.filter(({ hwid }) => input.dropDevices.includes(hwid)).length;
  if (chosen >= mustDrop) return;
  throw new AppError(
    "precondition",
    "devices_must_be_dropped",
    `${used} devices are in use, the plan has room for ${limit}: choose ${mustDrop} to drop.`,
    { used: used ?? 0, limit: limit ?? 0, mustDrop, subscriptionId: input.subscriptionId },
  );
}

/** Replaces the list by the panel's own; devices given up meanwhile stay marked until they are gone. */
export async function recordDevices(
  ctx: Ctx,
  input: { subscriptionId: string; devices: KnownDevice[]; at: Date },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const byId = eq(subscriptions.id, input.subscriptionId);
    const [row] = await tx.db
      .select({ asOf: subscriptions.devicesObservedAt })
      .from(subscriptions)
      .where(byId)
      .for("update");
    if (!row || (row.asOf && row.asOf > input.at)) return;
    const mine = eq(subscriptionDevices.subscriptionId, input.subscriptionId);
    const marked = await tx.db
      .delete(subscriptionDevices)
      .where(mine)
      .returning({ hwid: subscriptionDevices.hwid, at: subscriptionDevices.dropRequestedAt });
    const dropRequests = new Map(marked.map(({ hwid, at }) => [hwid, at]));
    if (input.devices.length > 0) {
      await tx.db.insert(subscriptionDevices).values(
        input.devices.map((device) => ({
          ...device,
          subscriptionId: input.subscriptionId,
          dropRequestedAt: dropRequests.get(device.hwid) ?? null,
        })),
      );
    }
    await tx.db.update(subscriptions).set({ devicesObservedAt: input.at }).where(byId);
  });
}
