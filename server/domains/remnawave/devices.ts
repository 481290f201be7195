import { eq } from "drizzle-orm";
import type { z } from "zod";
import { subscriptions } from "@/db/schema/subscriptions";
import { subscriptionObserved } from "@/inngest/events";
import { type Ctx, inTransaction, requireSelfOr } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { knownDevices, recordDevices } from "@/server/domains/subscriptions";
import type { PanelDevice, PanelOutcome, PanelUserKey } from "@/server/integrations/remnawave";
import { panelClient, panelValue, requirePanel } from "./panel";
import { type AsOf, deviceInput, type PanelDeviceView } from "./schemas";

type Target = { id: string; key: PanelUserKey };
export type Devices = AsOf<PanelDeviceView[] | null>;

/** The panel's list; while it is away the last known one with its time, null when it was never read. */
export async function listDevices(ctx: Ctx, input: { subscriptionId: string }): Promise<Devices> {
  const { target } = await authorize(ctx, input.subscriptionId, "subscriptions.read");
  const fresh = target ? await refreshDevices(ctx, target, { orNull: true }) : null;
  if (fresh) return fresh;
  const known = await knownDevices(ctx, input.subscriptionId);
  return { value: known?.devices ?? null, asOf: known?.asOf ?? null, stale: true };
}

export async function removeDevice(ctx: Ctx, input: z.input<typeof deviceInput>): Promise<Devices> {
  const { subscriptionId, hwid } = parseInput(deviceInput, input);
  return remove(ctx, subscriptionId, { hwid });
}

export async function removeAllDevices(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<Devices> {
  return remove(ctx, input.subscriptionId, { all: true });
}

async function remove(
  ctx: Ctx,
  subscriptionId: string,
  which: { hwid: string } | { all: true },
): Promise<Devices> {
  const { target } = await authorize(ctx, subscriptionId, "subscriptions.write");
  if (!target) throw notDelivered();
  const client = await requirePanel(ctx);
  const at = ctx.clock();
  const outcome =
    "hwid" in which
      ? await client.deleteDevice(target.key, which.hwid)
      : await client.deleteAllDevices(target.key);
  // Refused: it is not there (any more). The list tells.
  if (outcome.kind === "rejected" || outcome.kind === "not_found") {
    const fresh = await refreshDevices(ctx, target);
    if (fresh) return fresh;
  }
  const devices = await keep(ctx, target.id, panelValue(outcome), at);
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, {
      action: "hwid" in which ? "remnawave.removeDevice" : "remnawave.removeAllDevices",
      subject: { type: "subscription", id: subscriptionId },
      after: which,
    }),
  );
  return { value: devices, asOf: at, stale: false };
}

/** Reads the list from the panel and keeps it. Throws `unavailable`, or answers null with `orNull`. */
export async function refreshDevices(
  ctx: Ctx,
  target: Target,
  options: { orNull?: boolean } = {},
): Promise<Devices | null> {
  const client = await panelClient(ctx);
  const at = ctx.clock();
  const outcome: PanelOutcome<PanelDevice[]> | undefined = await client?.listDevices(target.key);
  if (outcome?.kind !== "ok" && options.orNull) return null;
  if (!outcome) throw new AppError("unavailable", "panel_not_configured", "There is no panel.");
  return { value: await keep(ctx, target.id, panelValue(outcome), at), asOf: at, stale: false };
}

/** Keeps what the panel said, except for who only looks at a customer's app. */
async function keep(
  ctx: Ctx,
  subscriptionId: string,
  list: PanelDevice[],
  at: Date,
): Promise<PanelDeviceView[]> {
  const devices = list.map(({ createdAt, updatedAt, ...device }) => ({
    ...device,
    addedAt: createdAt,
    lastSeenAt: updatedAt,
  }));
  if (ctx.actor.type === "customer" && ctx.actor.viewed) return devices;
  const before = await knownDevices(ctx, subscriptionId);
  await recordDevices(ctx, { subscriptionId, devices, at });
  const names = (all: { hwid: string }[]) =>
    all
      .map(({ hwid }) => hwid)
      .sort()
      .join();
  if (!before || names(before.devices) !== names(devices)) await announce(ctx, subscriptionId);
  return devices;
}

async function announce(ctx: Ctx, subscriptionId: string): Promise<void> {
  const [row] = await ctx.db
    .select({ customerId: subscriptions.customerId })
    .from(subscriptions)
    .where(eq(subscriptions.id, subscriptionId));
  if (!row) return;
  await inTransaction(ctx, (tx) =>
    emit(tx, subscriptionObserved.create({ subscriptionId, customerId: row.customerId })),
  );
}

/** Checks that the actor may; `target` is null while there is no panel user. */
export async function authorize(
  ctx: Ctx,
  subscriptionId: string,
  permission: "subscriptions.read" | "subscriptions.write",
) {
  const [row] = await ctx.db
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.id, subscriptionId));
  if (!row) throw notFound("subscription", subscriptionId);
  requireSelfOr(ctx, row.customerId, permission);
  const target: Target | null =
    row.panelId === null || row.panelMissingAt
      ? null
      : { id: row.id, key: { id: row.panelId, uuid: row.panelUuid } };
  return { row, target };
}

export const notDelivered = () =>
  new AppError("precondition", "not_delivered_yet", "This subscription is still being prepared.");
