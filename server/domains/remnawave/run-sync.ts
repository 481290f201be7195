import { count, eq, isNotNull, isNull } from "drizzle-orm";
import type { ReservedSql } from "postgres";
import { database } from "@/db/client";
import type { SyncStatus } from "@/db/enums";
import { panelUsers, syncRuns } from "@/db/schema/remnawave";
import { subscriptions } from "@/db/schema/subscriptions";
import { syncFinished } from "@/inngest/events";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import { errorText } from "@/server/core/redact";
import { raiseAlert, resolveAlert } from "@/server/domains/monitoring";
import { markPanelMissing, refreshStatuses } from "@/server/domains/subscriptions";
import { describeOutcome, type PanelClient } from "@/server/integrations/remnawave";
import { streamVerdict } from "@/server/rules/stream-verdict";
import { detectDrift } from "./detect-drift";
import { mergePanelUsers, observeStream, unseenSubscriptions } from "./merge-stream";
import { panelClient } from "./panel";
import type { SyncRun } from "./schemas";
import { copyStream } from "./stream-copy";
import { getSyncRun } from "./sync-runs";

/** Of those that were not streamed, how many one run asks for. */
const CONFIRM_AT_MOST = 200;
const LOCK = "rezeis.panel-sync";

type Result = Partial<typeof syncRuns.$inferInsert> & { status: SyncStatus };

/**
 * One reconciliation with the panel: stream everything, merge what changed, let the panel win for runtime
 * fields and the promise for commercial ones. An incomplete stream changes nothing and raises an alert.
 */
export async function runSync(ctx: Ctx, input: { runId: string }): Promise<SyncRun> {
  requirePermission(ctx, "remnawave.write");
  const before = await getSyncRun(ctx, input);
  if (before.status !== "running") return before;
  const sql = await database().sql.reserve();
  try {
    const [lock] = await sql<{ mine: boolean }[]>`
      select pg_try_advisory_lock(hashtext(${LOCK})) as mine`;
    // Another process is at it; only one run is open at a time, so it is this one.
    if (!lock?.mine) return before;
    try {
      return await finish(ctx, input.runId, await reconcile(ctx, sql, input.runId));
    } catch (error) {
      const message = errorText(error);
      await finish(ctx, input.runId, failed("internal", message));
      throw error;
    } finally {
      await sql`select pg_advisory_unlock(hashtext(${LOCK}))`;
      await sql.unsafe("drop table if exists pg_temp.panel_stream");
    }
  } finally {
    sql.release();
  }
}

async function reconcile(ctx: Ctx, sql: ReservedSql, runId: string): Promise<Result> {
  const client = await panelClient(ctx);
  if (!client) return failed("not_configured", "No panel is configured");
  const version = await client.version();
  if (version.kind !== "ok") return failed("unavailable", describeOutcome(version));
  const startedAt = ctx.clock();
  const stream = await copyStream(sql, client);
  const common = { panelVersion: version.value.text, seen: stream.seen };
  if (stream.kind === "broken") {
    return { ...refused("cut", describeOutcome(stream.failure)), ...common };
  }
  const verdict = streamVerdict(await expectations(ctx, client, stream.seen));
  if (verdict) return { ...refused(verdict.code, verdict.message), ...common };

  await sql`analyze panel_stream`;
  const { changed, gone, notable } = await sqlTransaction(sql, async () => ({
    ...(await mergePanelUsers(sql, startedAt)),
    ...(await observeStream(sql, startedAt)),
  }));
  await refreshStatuses(ctx, { subscriptionIds: notable, why: "sync" });
  const missing = await confirmMissing(ctx, sql, client, startedAt);
  const { drifted } = await detectDrift(ctx, runId);
  return {
    status: "completed",
    error: null,
    ...common,
    changed,
    missing: Math.max(missing, gone),
    drifted,
  };
}

/** The reserved connection holds the stream, so its transaction is written out. */
async function sqlTransaction<T>(sql: ReservedSql, body: () => Promise<T>): Promise<T> {
  await sql`begin`;
  try {
    const result = await body();
    await sql`commit`;
    return result;
  } catch (error) {
    await sql`rollback`;
    throw error;
  }
}

async function expectations(ctx: Ctx, client: PanelClient, seen: number) {
  const [[known], [linked], stats] = await Promise.all([
    ctx.db.select({ rows: count() }).from(panelUsers).where(isNull(panelUsers.missingSince)),
    ctx.db.select({ rows: count() }).from(subscriptions).where(isNotNull(subscriptions.panelId)),
    client.stats(),
  ]);
  return {
    seen,
    known: Math.max(known?.rows ?? 0, linked?.rows ?? 0),
    total: stats.kind === "ok" ? stats.value.totalUsers : null,
  };
}

async function confirmMissing(
  ctx: Ctx,
  sql: ReservedSql,
  client: PanelClient,
  startedAt: Date,
): Promise<number> {
  let missing = 0;
  for (const { id, panelId, panelUuid } of await unseenSubscriptions(
    sql,
    startedAt,
    CONFIRM_AT_MOST,
  )) {
    const at = ctx.clock();
    const outcome = await client.getUser({ id: panelId, uuid: panelUuid });
    if (outcome.kind === "unavailable" || outcome.kind === "unauthorized") break;
    if (outcome.kind !== "not_found") continue;
    if (await markPanelMissing(ctx, { subscriptionId: id, at, source: "sync" })) missing += 1;
  }
  return missing;
}

const failed = (code: string, message: string): Result => ({
  status: "failed",
  error: `${code}: ${message}`.slice(0, 500),
});
const refused = (code: string, message: string): Result => ({
  status: "refused",
  error: `${code}: ${message}`.slice(0, 500),
});

async function finish(ctx: Ctx, runId: string, result: Result): Promise<SyncRun> {
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .update(syncRuns)
      .set({ ...result, finishedAt: tx.clock() })
      .where(eq(syncRuns.id, runId));
    if (result.status === "completed") {
      await resolveAlert(tx, { kind: "sync_failed", key: "sync" });
    } else if (!/^not_configured/.test(result.error ?? "")) {
      await raiseAlert(tx, {
        kind: "sync_failed",
        key: "sync",
        severity: result.status === "refused" ? "critical" : "warning",
        details: { reason: result.error ?? "", seen: result.seen ?? 0 },
        href: "/admin/remnawave",
      });
    }
    await emit(tx, syncFinished.create({ runId }));
  });
  return getSyncRun(ctx, { runId });
}
