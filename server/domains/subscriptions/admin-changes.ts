import { and, eq, gt, isNull } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { plans } from "@/db/schema/catalog";
import { subscriptionGrants } from "@/db/schema/subscriptions";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { expiryAfter } from "@/server/rules/entitlement";
import { followExpiry, limitColumns } from "./addon-state";
import { requireDevicesFit } from "./devices";
import {
  auditable,
  changePromise,
  latest,
  lockSubscription,
  requestDrop,
  requeue,
  type SubscriptionRow,
} from "./internal";
import {
  changePlanInput,
  type GrantResult,
  giftDaysInput,
  setEnabledInput,
  setExpiryInput,
  subscriptionInput,
} from "./schemas";

/* What an operator changes about a promise: one shape, so each is only its patch. */

type Patch = Parameters<typeof changePromise>[2];

/** Locks, asks for the patch, writes it with audit. */
function operatorChange(
  ctx: Ctx,
  subscriptionId: string,
  verb: string,
  patchOf: (tx: Ctx<Tx>, row: SubscriptionRow) => Promise<Patch> | Patch,
  note: Record<string, unknown> = {},
): Promise<GrantResult> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockSubscription(tx, subscriptionId);
    const patch = await patchOf(tx, row);
    const result = await changePromise(tx, row, patch, verb);
    await recordAudit(tx, {
      action: `subscriptions.${verb}`,
      subject: { type: "subscription", id: row.id },
      before: auditable(row),
      after: { ...patch, ...note, revision: result.revision },
    });
    return result;
  });
}

/**
 * Adds days to the end, or from now when it is over. A `booking` gives them once, and lets `endEntitlement` take
 * them back by the same name.
 */
export async function giftDays(
  ctx: Ctx,
  input: z.input<typeof giftDaysInput>,
  booking: string | null = null,
): Promise<GrantResult> {
  requirePermission(ctx, "subscriptions.write");
  const { subscriptionId, days, reason } = parseInput(giftDaysInput, input);
  const gift = async (tx: Ctx<Tx>, row: SubscriptionRow): Promise<Patch> => {
    const startsAt = latest(tx.clock(), row.expiresAt);
    const expiresAt = expiryAfter(startsAt, days);
    await tx.db.insert(subscriptionGrants).values({
      id: newId("grant"),
      subscriptionId,
      orderId: booking,
      kind: "gift",
      planId: row.planId,
      startsAt,
      endsAt: expiresAt,
      paidAmount: 0n,
      // ISO 4217 for “no currency”.
      currency: "XXX",
      createdAt: tx.clock(),
    });
    await followExpiry(tx, row, expiresAt);
    return { expiresAt, ...revived(row) };
  };
  return operatorChange(ctx, subscriptionId, "giftDays", gift, { days, reason });
}

/** Puts another plan in place for the time that is left; link and devices stay. */
export async function changePlanByAdmin(
  ctx: Ctx,
  input: z.input<typeof changePlanInput>,
): Promise<GrantResult> {
  requirePermission(ctx, "subscriptions.write");
  const { subscriptionId, planId, dropDevices } = parseInput(changePlanInput, input);
  return operatorChange(ctx, subscriptionId, "changePlan", async (tx) => {
    const [plan] = await tx.db.select().from(plans).where(eq(plans.id, planId));
    if (!plan) throw notFound("plan", planId);
    const { deviceLimit } = plan;
    await requireDevicesFit(tx, { subscriptionId, deviceLimit, dropDevices });
    await requestDrop(tx, subscriptionId, dropDevices);
    return {
      planId,
      plan: { id: plan.id, name: plan.name },
      ...(await limitColumns(tx, subscriptionId, plan)),
      trafficStrategy: plan.trafficStrategy,
      internalSquads: [...plan.internalSquads].sort(),
      externalSquad: plan.externalSquad,
      isTrial: false,
    };
  });
}

/** A moment in the past ends it now. */
export async function setExpiry(
  ctx: Ctx,
  input: z.input<typeof setExpiryInput>,
): Promise<GrantResult> {
  requirePermission(ctx, "subscriptions.write");
  const { subscriptionId, expiresAt } = parseInput(setExpiryInput, input);
  return operatorChange(ctx, subscriptionId, "setExpiry", async (tx, row) => {
    // Time taken away is no longer worth anything in a plan change.
    await tx.db
      .update(subscriptionGrants)
      .set({ endsAt: expiresAt })
      .where(
        and(
          eq(subscriptionGrants.subscriptionId, subscriptionId),
          isNull(subscriptionGrants.endedAt),
          gt(subscriptionGrants.endsAt, expiresAt),
        ),
      );
    await followExpiry(tx, row, expiresAt);
    return { expiresAt, ...(expiresAt > tx.clock() ? revived(row) : {}) };
  });
}

export async function setEnabled(
  ctx: Ctx,
  input: z.input<typeof setEnabledInput>,
): Promise<GrantResult> {
  requirePermission(ctx, "subscriptions.write");
  const { subscriptionId, enabled, reason } = parseInput(setEnabledInput, input);
  const verb = enabled ? "enable" : "disable";
  return operatorChange(ctx, subscriptionId, verb, () => ({ enabled }), { reason });
}

/** Used traffic starts again at zero. */
export async function promiseTrafficReset(
  ctx: Ctx,
  input: z.input<typeof subscriptionInput>,
): Promise<GrantResult> {
  requirePermission(ctx, "subscriptions.write");
  const { subscriptionId } = parseInput(subscriptionInput, input);
  return operatorChange(ctx, subscriptionId, "resetTraffic", (_tx, row) => ({
    trafficResets: row.trafficResets + 1,
  }));
}

/** Delivers the same promise again: after a rejection was mended on the panel, or to repair drift. */
export async function retryProvisioning(
  ctx: Ctx,
  input: z.input<typeof subscriptionInput>,
): Promise<GrantResult> {
  requirePermission(ctx, "subscriptions.write");
  const { subscriptionId } = parseInput(subscriptionInput, input);
  return inTransaction(ctx, async (tx) => {
    const row = await requeue(tx, await lockSubscription(tx, subscriptionId));
    await recordAudit(tx, {
      action: "subscriptions.retryProvisioning",
      subject: { type: "subscription", id: subscriptionId },
    });
    return { subscriptionId, revision: row.desiredRevision };
  });
}

const revived = (row: SubscriptionRow): Patch =>
  row.cancelledAt ? { cancelledAt: null, enabled: true } : {};
