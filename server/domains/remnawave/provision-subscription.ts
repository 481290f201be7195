import { type Ctx, requirePermission } from "@/server/core/context";
import { randomToken } from "@/server/core/crypto";
import { AppError, isAppError } from "@/server/core/errors";
import { raiseAlert, resolveAlert } from "@/server/domains/monitoring";
import {
  claimPromise,
  completeProvisioning,
  deferProvisioning,
  rejectProvisioning,
  renewClaim,
} from "@/server/domains/subscriptions";
import type { SubscriptionPromise } from "@/server/domains/subscriptions/schemas";
import { type Delivery, deliver } from "./deliver";
import { markRepaired } from "./drift-rows";
import { panelClient } from "./panel";
import type { ProvisionOutcome } from "./schemas";

/**
 * Longer than the slowest call to the panel (two attempts and a pause); a process that dies holds a
 * subscription no longer than this.
 */
const LEASE_MS = 20_000;

/**
 * Brings the panel to the promise and reads it back. Serial per subscription over all processes, safe to
 * repeat and to be killed at any point; promises made meanwhile are delivered as well.
 */
export async function provisionSubscription(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<ProvisionOutcome> {
  requirePermission(ctx, "subscriptions.write");
  const claim = { subscriptionId: input.subscriptionId, token: randomToken(12) };
  const claimed = await claimPromise(ctx, { ...claim, leaseMs: LEASE_MS });
  if (claimed.kind === "rejected") return { kind: "rejected", reason: "" };
  if (claimed.kind !== "claimed") return { kind: claimed.kind };
  try {
    return await deliverAll(ctx, claim, claimed.promise);
  } catch (error) {
    if (isAppError(error) && error.code === "claim_lost") return { kind: "busy" };
    throw error;
  }
}

type Claim = { subscriptionId: string; token: string };

async function deliverAll(
  ctx: Ctx,
  claim: Claim,
  first: SubscriptionPromise,
): Promise<ProvisionOutcome> {
  let promise = first;
  for (;;) {
    const delivery = await deliverOne(ctx, claim, promise);
    const { revision } = promise;
    if (delivery.kind === "waiting") {
      await deferProvisioning(ctx, { ...claim, revision, reason: delivery.reason });
      return delivery;
    }
    if (delivery.kind === "rejected") {
      return reject(ctx, { ...claim, revision, reason: delivery.reason });
    }
    const next = await completeProvisioning(ctx, { ...claim, revision, ...delivery });
    if (!next) {
      await markRepaired(ctx, [claim.subscriptionId]);
      await resolveAlert(ctx, { kind: "provisioning_rejected", key: claim.subscriptionId });
      return { kind: "done", revision };
    }
    promise = next;
  }
}

async function deliverOne(ctx: Ctx, claim: Claim, promise: SubscriptionPromise): Promise<Delivery> {
  const client = await panelClient(ctx);
  if (!client) return { kind: "waiting", reason: "not_configured" };
  const keepClaim = async () => {
    if (await renewClaim(ctx, { ...claim, leaseMs: LEASE_MS })) return;
    throw new AppError("conflict", "claim_lost", "Another process delivers this subscription.");
  };
  return deliver({ ctx, client, promise, keepClaim });
}

async function reject(
  ctx: Ctx,
  input: Claim & { revision: number; reason: string },
): Promise<ProvisionOutcome> {
  const { subscriptionId, reason } = input;
  const stands = await rejectProvisioning(ctx, input);
  if (!stands) return { kind: "busy" };
  ctx.log.warn({ subscriptionId, reason }, "the panel refuses a promise");
  await raiseAlert(ctx, {
    kind: "provisioning_rejected",
    key: subscriptionId,
    severity: "critical",
    details: { reason },
    href: `/admin/subscriptions/${subscriptionId}`,
  });
  return { kind: "rejected", reason };
}
