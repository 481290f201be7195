import { and, eq, gt, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { SubscriptionOrigin } from "@/db/enums";
import { subscriptionGrants, subscriptions } from "@/db/schema/subscriptions";
import { subscriptionChanged } from "@/inngest/events";
import type { Ctx } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { emit } from "@/server/core/outbox";
import { recordAudit } from "@/server/domains/audit";
import { expiryAfter } from "@/server/rules/entitlement";
import { panelUsername } from "@/server/rules/panel-ownership";
import { followExpiry, limitColumns, renewAddons, shortenAddons } from "./addon-state";
import {
  auditable,
  changePromise,
  latest,
  lockSubscription,
  requestDrop,
  type SubscriptionRow,
  writeHistory,
} from "./internal";
import type { GrantInput, GrantResult } from "./schemas";

/**
 * Promises what was paid for (or given): a new subscription, more time, or another plan in place. Called
 * inside the transaction that settles the matter, so money and promise are one. An order grants once.
 */
export async function grantEntitlement(ctx: Ctx<Tx>, input: GrantInput): Promise<GrantResult> {
  if (input.orderId !== null) {
    const granted = await findGranted(ctx, input.orderId);
    if (granted) return granted;
  }
  if (input.kind === "addon" || input.kind === "topup") {
    throw new AppError(
      "precondition",
      "kind_not_granted",
      `A ${input.kind} grants no subscription.`,
    );
  }
  return input.subscriptionId === null
    ? create(ctx, input)
    : extend(ctx, input, input.subscriptionId);
}

async function findGranted(ctx: Ctx<Tx>, orderId: string): Promise<GrantResult | null> {
  const [row] = await ctx.db
    .select({ subscriptionId: subscriptions.id, revision: subscriptions.desiredRevision })
    .from(subscriptionGrants)
    .innerJoin(subscriptions, eq(subscriptions.id, subscriptionGrants.subscriptionId))
    .where(eq(subscriptionGrants.orderId, orderId));
  return row ?? null;
}

const ORIGINS: Partial<Record<GrantInput["kind"], SubscriptionOrigin>> = {
  gift: "gift",
  trial: "trial",
  import: "import",
};

async function create(ctx: Ctx<Tx>, input: GrantInput): Promise<GrantResult> {
  const now = ctx.clock();
  const id = newId("subscription");
  const expiresAt = input.expiresAt ?? expiryAfter(now, input.durationDays);
  await ctx.db.insert(subscriptions).values({
    id,
    customerId: input.customerId,
    origin: ORIGINS[input.kind] ?? "purchase",
    ...planFields(input),
    planTrafficLimitBytes: input.plan.trafficLimitBytes,
    planDeviceLimit: input.plan.deviceLimit,
    trafficLimitBytes: input.plan.trafficLimitBytes,
    deviceLimit: input.plan.deviceLimit,
    isTrial: input.kind === "trial",
    expiresAt,
    panelUsername: panelUsername(id),
    unannounced: [input.kind],
    createdAt: now,
    updatedAt: now,
  });
  await writeHistory(ctx, id, null, "pending", input.kind);
  await writeGrant(ctx, input, id, now, expiresAt);
  await recordAudit(ctx, {
    action: "subscriptions.grant",
    subject: { type: "subscription", id },
    after: { ...summary(input), expiresAt },
  });
  await emit(
    ctx,
    subscriptionChanged.create({ subscriptionId: id, customerId: input.customerId, revision: 1 }),
  );
  return { subscriptionId: id, revision: 1 };
}

async function extend(ctx: Ctx<Tx>, input: GrantInput, id: string): Promise<GrantResult> {
  const now = ctx.clock();
  const row = await lockSubscription(ctx, id);
  if (row.customerId !== input.customerId) throw notFound("subscription", id);
  const upgrade = input.kind === "upgrade";
  const base = upgrade ? now : latest(now, row.expiresAt);
  const expiresAt = input.expiresAt ?? nextExpiry(input, row, base);
  if (upgrade) await endRunningGrants(ctx, id, now);
  await writeGrant(ctx, input, id, base, expiresAt);
  await requestDrop(ctx, id, input.dropDevices ?? []);
  await carryAddons(ctx, input, row, expiresAt);
  const result = await changePromise(
    ctx,
    row,
    {
      ...planFields(input),
      ...(await limitColumns(ctx, id, input.plan)),
      expiresAt,
      isTrial: row.isTrial && (input.kind === "gift" || input.kind === "trial"),
      // What a refund ended is alive again; what an operator disabled stays so.
      ...(row.cancelledAt ? { cancelledAt: null, enabled: true } : {}),
      trafficResets: row.trafficResets + (renewsTraffic(input, row) ? 1 : 0),
    },
    input.kind,
  );
  await recordAudit(ctx, {
    action: "subscriptions.grant",
    subject: { type: "subscription", id },
    before: auditable(row),
    after: { ...summary(input), expiresAt, revision: result.revision },
  });
  return result;
}

/** Add-ons stay with the subscription: a renewal carries on what it paid for, a gift what would end with it. */
async function carryAddons(
  ctx: Ctx<Tx>,
  input: GrantInput,
  row: SubscriptionRow,
  expiresAt: Date,
): Promise<void> {
  if (input.kind === "renew") {
    await renewAddons(ctx, row.id, input.renewAddons ?? [], input.durationDays);
  } else if (input.kind !== "upgrade") {
    await followExpiry(ctx, row, expiresAt);
  }
  await shortenAddons(ctx, row.id, expiresAt);
}

function nextExpiry(input: GrantInput, row: SubscriptionRow, base: Date): Date {
  return input.durationDays === 0 ? row.expiresAt : expiryAfter(base, input.durationDays);
}

/** A package of traffic that never resets by itself is bought anew with each paid period. */
const renewsTraffic = (input: GrantInput, row: SubscriptionRow): boolean =>
  (input.kind === "renew" || input.kind === "upgrade") &&
  input.plan.trafficStrategy === "NO_RESET" &&
  row.panelId !== null;

async function endRunningGrants(ctx: Ctx<Tx>, id: string, now: Date): Promise<void> {
  await ctx.db
    .update(subscriptionGrants)
    .set({ endedAt: now })
    .where(
      and(
        eq(subscriptionGrants.subscriptionId, id),
        isNull(subscriptionGrants.endedAt),
        gt(subscriptionGrants.endsAt, now),
      ),
    );
}

async function writeGrant(
  ctx: Ctx<Tx>,
  input: GrantInput,
  subscriptionId: string,
  startsAt: Date,
  endsAt: Date,
): Promise<void> {
  await ctx.db.insert(subscriptionGrants).values({
    id: newId("grant"),
    subscriptionId,
    orderId: input.orderId,
    kind: input.kind,
    planId: input.planId,
    startsAt,
    endsAt,
    paidAmount: input.paid.amount,
    currency: input.paid.currency,
    createdAt: ctx.clock(),
  });
}

const planFields = ({ plan, planId }: GrantInput) => ({
  planId,
  plan: { id: plan.id, name: plan.name },
  trafficStrategy: plan.trafficStrategy,
  internalSquads: [...plan.internalSquads].sort(),
  externalSquad: plan.externalSquad,
});

const summary = ({ orderId, kind, planId, durationDays, paid }: GrantInput) => ({
  orderId,
  kind,
  planId,
  durationDays,
  paid,
});
