import { and, asc, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm";
import { syncDrift } from "@/db/schema/remnawave";
import { subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, inTransaction } from "@/server/core/context";
import { requeueSubscriptions } from "@/server/domains/subscriptions";
import { commercialDrift, type Drift } from "@/server/rules/drift";
import { markRepaired } from "./drift-rows";

const CHUNK = 1000;

/**
 * Finds promises that the panel shows otherwise and queues them for delivery. SQL narrows it down to rows
 * that differ in anything; what is a difference is decided by the one rule.
 */
export async function detectDrift(ctx: Ctx, runId: string): Promise<{ drifted: number }> {
  let drifted = 0;
  let after = "";
  for (;;) {
    const rows = await candidates(ctx, after);
    const found = rows.flatMap((row) => {
      const drift = driftOf(row, ctx.clock());
      return drift.length > 0 ? [{ id: row.id, drift }] : [];
    });
    if (found.length > 0) await record(ctx, runId, found);
    drifted += found.length;
    after = rows.at(-1)?.id ?? "";
    if (rows.length < CHUNK) break;
  }
  await closeVanished(ctx);
  return { drifted };
}

type Row = Awaited<ReturnType<typeof candidates>>[number];

function candidates(ctx: Ctx, after: string) {
  const s = subscriptions;
  const differs = or(
    sql`${s.expiresAt} is distinct from ${s.observedExpiresAt}`,
    sql`${s.trafficLimitBytes} is distinct from ${s.observedTrafficLimitBytes}`,
    sql`${s.trafficStrategy} is distinct from ${s.observedTrafficStrategy}`,
    sql`${s.deviceLimit} is distinct from ${s.observedDeviceLimit}`,
    sql`${s.internalSquads} is distinct from ${s.observedInternalSquads}`,
    sql`${s.externalSquad} is distinct from ${s.observedExternalSquad}`,
    sql`${s.enabled} = (${s.observedStatus} = 'DISABLED')`,
    isNotNull(s.cancelledAt),
  );
  return ctx.db
    .select()
    .from(s)
    .where(
      and(
        gt(s.id, after),
        isNotNull(s.panelId),
        isNull(s.panelMissingAt),
        // Behind: its delivery is under way or was refused, and compares by itself.
        eq(s.observedRevision, s.desiredRevision),
        differs,
      ),
    )
    .orderBy(asc(s.id))
    .limit(CHUNK);
}

function driftOf(row: Row, now: Date): Drift[] {
  const { observedStatus, observedExpiresAt, observedTrafficLimitBytes, observedTrafficStrategy } =
    row;
  if (!observedStatus || !observedExpiresAt || !observedTrafficStrategy) return [];
  return commercialDrift(
    { ...row, cancelled: row.cancelledAt !== null },
    {
      status: observedStatus,
      expiresAt: observedExpiresAt,
      trafficLimitBytes: observedTrafficLimitBytes ?? 0n,
      trafficStrategy: observedTrafficStrategy,
      deviceLimit: row.observedDeviceLimit,
      internalSquads: row.observedInternalSquads ?? [],
      externalSquad: row.observedExternalSquad,
    },
    now,
  );
}

async function record(
  ctx: Ctx,
  runId: string,
  found: { id: string; drift: Drift[] }[],
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const detectedAt = tx.clock();
    await tx.db
      .insert(syncDrift)
      .values(
        found.flatMap(({ id, drift }) =>
          drift.map((difference) => ({ runId, subscriptionId: id, detectedAt, ...difference })),
        ),
      )
      .onConflictDoNothing();
    await requeueSubscriptions(tx, { subscriptionIds: found.map(({ id }) => id) });
  });
}

/** Somebody mended it on the panel: nothing is left to repair. */
async function closeVanished(ctx: Ctx): Promise<void> {
  const open = await ctx.db
    .selectDistinct({ id: syncDrift.subscriptionId })
    .from(syncDrift)
    .innerJoin(subscriptions, eq(subscriptions.id, syncDrift.subscriptionId))
    .where(
      and(
        isNull(syncDrift.repairedAt),
        eq(subscriptions.observedRevision, subscriptions.desiredRevision),
      ),
    );
  await markRepaired(
    ctx,
    open.map(({ id }) => id),
  );
}
