import { and, asc, eq, inArray, lt, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { subscriptionDevices, subscriptions } from "@/db/schema/subscriptions";
import { subscriptionDelayed, subscriptionProvisioned } from "@/inngest/events";
import { type Ctx, inTransaction } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { isBoughtOrGiven } from "@/server/rules/promise-change";
import { isLive } from "@/server/rules/subscription-state";
import { writeObservation } from "./apply-observation";
import { lockSubscription, refreshStatus, type SubscriptionRow, update } from "./internal";
import { promiseOf } from "./promise";
import type { PanelObservation, SubscriptionPromise } from "./schemas";

/*
 * Who may move the panel. A claim is a token with a deadline on the row: it outlives no dead process, holds
 * no connection while the panel is slow, and fences late writers. Deadlines are the database's time, which
 * all processes share.
 */
type Claim = { subscriptionId: string; token: string };

const behind = lt(subscriptions.observedRevision, subscriptions.desiredRevision);
const unclaimed = sql`(${subscriptions.provisioningClaimedUntil} is null or ${subscriptions.provisioningClaimedUntil} < now())`;
const until = (leaseMs: number) => sql`now() + ${leaseMs / 1000} * interval '1 second'`;

/** Takes a promise that is behind, or says why there is nothing to take. */
export async function claimPromise(
  ctx: Ctx,
  input: Claim & { leaseMs: number },
): Promise<
  { kind: "claimed"; promise: SubscriptionPromise } | { kind: "current" | "busy" | "rejected" }
> {
  const [row] = await ctx.db
    .update(subscriptions)
    .set({ provisioningClaim: input.token, provisioningClaimedUntil: until(input.leaseMs) })
    .where(
      and(
        eq(subscriptions.id, input.subscriptionId),
        behind,
        unclaimed,
        inArray(subscriptions.provisioning, ["queued", "waiting", "idle"]),
      ),
    )
    .returning();
  if (row) return { kind: "claimed", promise: await promiseOf(ctx, row) };
  const [now] = await ctx.db
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.id, input.subscriptionId));
  if (!now || now.observedRevision >= now.desiredRevision) return { kind: "current" };
  return { kind: now.provisioning === "rejected" ? "rejected" : "busy" };
}

/** Keeps a claim for another call to the panel; false when it was lost to somebody else. */
export async function renewClaim(ctx: Ctx, input: Claim & { leaseMs: number }): Promise<boolean> {
  const renewed = await ctx.db
    .update(subscriptions)
    .set({ provisioningClaimedUntil: until(input.leaseMs) })
    .where(holds(input))
    .returning({ id: subscriptions.id });
  return renewed.length > 0;
}

const holds = ({ subscriptionId, token }: Claim) =>
  and(eq(subscriptions.id, subscriptionId), eq(subscriptions.provisioningClaim, token));

const RELEASED = { provisioningClaim: null, provisioningClaimedUntil: null } as const;

/**
 * The panel shows the promise of `revision`. `observation` is null when there rightly is no panel user.
 * Returns the promise that was made meanwhile, still claimed, or null when the panel is up to date.
 */
export async function completeProvisioning(
  ctx: Ctx,
  input: Claim & {
    revision: number;
    observation: PanelObservation | null;
    at: Date;
    trafficResets: number;
    droppedDevices: string[];
  },
): Promise<SubscriptionPromise | null> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockClaimed(tx, input);
    const finished = row.desiredRevision === input.revision;
    const first = input.observation !== null && row.deliveredAt === null;
    const state = {
      observedRevision: input.revision,
      observedTrafficResets: input.trafficResets,
      ...(first ? { deliveredAt: tx.clock() } : {}),
      ...(finished ? { provisioning: "idle" as const, provisioningError: null, ...RELEASED } : {}),
    };
    await forgetDevices(tx, input.subscriptionId, input.droppedDevices);
    const changed = await record(tx, row, input, state);
    if (!finished) return promiseOf(tx, changed);
    await announceDelivery(tx, row, { revision: input.revision, first });
    return null;
  });
}

async function record(
  ctx: Ctx<Tx>,
  row: SubscriptionRow,
  input: { observation: PanelObservation | null; at: Date },
  state: Parameters<typeof update>[2],
): Promise<SubscriptionRow> {
  const { observation, at } = input;
  const overtaken =
    row.panelId === observation?.panelId && row.observedAt !== null && row.observedAt > at;
  if (observation && !overtaken) {
    const seen = { observation, at, source: "provisioning" };
    return (await writeObservation(ctx, row, seen, state)).row;
  }
  const changed = await update(ctx, row.id, state);
  await refreshStatus(ctx, changed, "provisioning");
  return changed;
}

/** News is a revision that was not announced: a repaired promise is not. */
async function announceDelivery(
  ctx: Ctx<Tx>,
  row: SubscriptionRow,
  { revision, first }: { revision: number; first: boolean },
): Promise<void> {
  if (row.announcedRevision >= revision) return;
  await update(ctx, row.id, { announcedRevision: revision, unannounced: [] });
  await emit(
    ctx,
    subscriptionProvisioned.create({
      subscriptionId: row.id,
      customerId: row.customerId,
      revision,
      first,
      delayed: row.provisioning === "waiting",
      whys: row.unannounced,
    }),
  );
}

async function forgetDevices(ctx: Ctx<Tx>, subscriptionId: string, hwids: string[]): Promise<void> {
  if (hwids.length === 0) return;
  await ctx.db
    .delete(subscriptionDevices)
    .where(
      and(
        eq(subscriptionDevices.subscriptionId, subscriptionId),
        inArray(subscriptionDevices.hwid, hwids),
      ),
    );
}

/**
 * The panel is away: the promise waits. The customer is told once a promise, and only where something new
 * is owed. A promise that changed meanwhile stays queued.
 */
export async function deferProvisioning(
  ctx: Ctx,
  input: Claim & { revision: number; reason: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await lockClaimed(tx, input);
    const owed = isLive({ ...row, cancelled: row.cancelledAt !== null }, tx.clock());
    const news = row.provisioning !== "waiting" && row.announcedRevision < row.desiredRevision;
    await update(tx, row.id, {
      provisioning: "waiting",
      provisioningError: input.reason.slice(0, 500),
      provisioningAttempts: row.provisioningAttempts + 1,
      ...RELEASED,
    });
    if (!owed || !news || !isBoughtOrGiven(row.unannounced)) return;
    await emit(
      tx,
      subscriptionDelayed.create({
        subscriptionId: row.id,
        customerId: row.customerId,
        revision: row.desiredRevision,
      }),
    );
  });
}

/** The panel refuses this promise as it stands. Returns false when it was changed meanwhile. */
export async function rejectProvisioning(
  ctx: Ctx,
  input: Claim & { revision: number; reason: string },
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockClaimed(tx, input);
    const stands = row.desiredRevision === input.revision;
    await update(tx, row.id, {
      ...(stands
        ? { provisioning: "rejected" as const, provisioningError: input.reason.slice(0, 500) }
        : {}),
      provisioningAttempts: row.provisioningAttempts + 1,
      ...RELEASED,
    });
    return stands;
  });
}

async function lockClaimed(ctx: Ctx<Tx>, claim: Claim): Promise<SubscriptionRow> {
  const row = await lockSubscription(ctx, claim.subscriptionId);
  if (row.provisioningClaim === claim.token) return row;
  throw new AppError("conflict", "claim_lost", "Another process delivers this subscription.");
}

/** Promises that wait for the panel and nobody is at; fresh ones are left to their own job first. */
export async function listBehind(ctx: Ctx, input: { limit: number }): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .where(
      and(
        behind,
        unclaimed,
        or(
          eq(subscriptions.provisioning, "waiting"),
          and(
            inArray(subscriptions.provisioning, ["queued", "idle"]),
            lt(subscriptions.updatedAt, new Date(ctx.clock().getTime() - 5_000)),
          ),
        ),
      ),
    )
    .orderBy(asc(subscriptions.updatedAt))
    .limit(input.limit);
  return rows.map(({ id }) => id);
}
