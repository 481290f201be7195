import { count, eq, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { importRows, syncRuns } from "@/db/schema/remnawave";
import { importRequested } from "@/inngest/events";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { recordAudit } from "@/server/domains/audit";
import { raiseAlert } from "@/server/domains/monitoring";
import { describeOutcome } from "@/server/integrations/remnawave";
import { DECISIONS_SQL, UPSERT_PAGE_SQL } from "./import-sql";
import { requirePanel } from "./panel";
import type { ImportSummary, SyncRun } from "./schemas";
import { openRun } from "./start-sync";
import { getSyncRun } from "./sync-runs";

/** Begins a dry run; nothing but the staging tables is written until it is confirmed. */
export async function startImport(ctx: Ctx): Promise<{ runId: string }> {
  requirePermission(ctx, "remnawave.write");
  return inTransaction(ctx, async (tx) => {
    const runId = await openRun(tx, "import");
    await emit(tx, importRequested.create({ runId, apply: false }));
    await recordAudit(tx, {
      action: "remnawave.startImport",
      subject: { type: "sync_run", id: runId },
    });
    return { runId };
  });
}

/**
 * Streams every panel user into the staging table, remembering the cursor after each page so that an
 * interrupted import goes on, then decides set-based what would be done with each.
 */
export async function stageImport(ctx: Ctx, input: { runId: string }): Promise<ImportSummary> {
  requirePermission(ctx, "remnawave.write");
  const [run] = await ctx.db.select().from(syncRuns).where(eq(syncRuns.id, input.runId));
  if (run?.status !== "running") return importSummary(ctx, input.runId);
  const client = await requirePanel(ctx);
  const { sql: pool } = database();
  const cursor = run.cursor ?? undefined;
  for await (const page of client.streamUsers(cursor ? { cursor } : {})) {
    if (page.kind !== "ok") {
      // The cursor stays: the next try goes on from here.
      throw new AppError("unavailable", "stream_cut", describeOutcome(page));
    }
    const rows = page.value.users.map((user) => ({
      panel_id: String(user.id),
      uuid: user.uuid,
      short_uuid: user.shortUuid,
      username: user.username,
      status: user.status,
      expires_at: user.expireAt,
      traffic_limit_bytes: String(user.trafficLimitBytes),
      traffic_strategy: user.trafficLimitStrategy,
      device_limit: user.hwidDeviceLimit ?? null,
      internal_squads: [...user.internalSquads].sort(),
      external_squad: user.externalSquadUuid ?? null,
      used_traffic_bytes: String(user.usedTrafficBytes),
      lifetime_traffic_bytes: String(user.lifetimeUsedTrafficBytes),
      online_at: user.onlineAt ?? null,
      first_connected_at: user.firstConnectedAt ?? null,
      telegram_id: user.telegramId === undefined ? null : (user.telegramId?.toString() ?? null),
      email: user.email ?? null,
      tag: user.tag ?? null,
      description: user.description ?? null,
      subscription_url: user.subscriptionUrl,
      panel_created_at: user.createdAt ?? null,
      panel_updated_at: user.updatedAt ?? null,
    }));
    await pool.begin(async (tx) => {
      await tx.unsafe(UPSERT_PAGE_SQL, [JSON.stringify(rows), ctx.clock().toISOString()]);
      await tx`
        insert into import_rows (run_id, panel_id, decision, reason)
        select ${input.runId}, unnest(${rows.map((row) => row.panel_id)}::bigint[]), 'ignore', 'staged'
        on conflict do nothing`;
      await tx`
        update sync_runs set cursor = ${page.value.nextCursor}, seen = seen + ${rows.length}
        where id = ${input.runId}`;
    });
  }
  // Everything may be new: without figures the planner would compare each with each.
  await pool`analyze import_rows, panel_users, customers, subscriptions`;
  await pool.unsafe(DECISIONS_SQL, [input.runId]);
  await finish(ctx, input.runId);
  return importSummary(ctx, input.runId);
}

/** An empty panel with known subscriptions is a panel in trouble, as in a sync. */
async function finish(ctx: Ctx, runId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [run] = await tx.db
      .update(syncRuns)
      .set({ status: "completed", finishedAt: tx.clock() })
      .where(eq(syncRuns.id, runId))
      .returning({ seen: syncRuns.seen });
    if (run?.seen === 0) {
      await raiseAlert(tx, {
        kind: "sync_failed",
        key: "import",
        severity: "warning",
        details: { reason: "empty: the panel listed nobody", seen: 0 },
        href: "/admin/remnawave",
      });
    }
  });
}

/** How many would be created, linked, left. */
export async function importSummary(ctx: Ctx, runId: string): Promise<ImportSummary> {
  const rows = await ctx.db
    .select({
      decision: importRows.decision,
      rows: count(),
      applied: sql<number>`count(${importRows.appliedAt})::int`,
    })
    .from(importRows)
    .where(eq(importRows.runId, runId))
    .groupBy(importRows.decision);
  const summary = { create: 0, link: 0, conflict: 0, ignore: 0, applied: 0, total: 0 };
  for (const row of rows) {
    summary[row.decision] = row.rows;
    summary.applied += row.applied;
    summary.total += row.rows;
  }
  return summary;
}

export async function getImport(
  ctx: Ctx,
  input: { runId: string },
): Promise<{ run: SyncRun; summary: ImportSummary }> {
  const run = await getSyncRun(ctx, input);
  return { run, summary: await importSummary(ctx, input.runId) };
}
