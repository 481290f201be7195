import { and, desc, eq, gt, inArray, lt, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { SyncKind } from "@/db/enums";
import { syncRuns } from "@/db/schema/remnawave";
import { syncRequested } from "@/inngest/events";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { emit } from "@/server/core/outbox";
import { readSettings } from "@/server/core/settings";
import { recordAudit } from "@/server/domains/audit";
import { remnawaveSettings } from "./settings";

const KINDS = ["periodic", "manual"] as const;
/** A run older than this belongs to a process that died. */
const ABANDONED_MS = 15 * 60_000;

/** A manual run; the one under way when there is one. */
export async function startSync(ctx: Ctx): Promise<{ runId: string }> {
  requirePermission(ctx, "remnawave.write");
  return inTransaction(ctx, async (tx) => {
    const running = await findRunning(tx);
    if (running) return { runId: running };
    const runId = await openRun(tx, "manual");
    await emit(tx, syncRequested.create({ runId }));
    await recordAudit(tx, {
      action: "remnawave.startSync",
      subject: { type: "sync_run", id: runId },
    });
    return { runId };
  });
}

/** Opens a periodic run when it is time for one: switched on, nothing under way, the interval over. */
export async function openDueSync(ctx: Ctx): Promise<{ runId: string | null }> {
  const settings = await readSettings(ctx, remnawaveSettings);
  if (!settings.syncEnabled || settings.host === "") return { runId: null };
  return inTransaction(ctx, async (tx) => {
    if (await findRunning(tx)) return { runId: null };
    const [last] = await tx.db
      .select({ at: syncRuns.startedAt })
      .from(syncRuns)
      .where(inArray(syncRuns.kind, KINDS))
      .orderBy(desc(syncRuns.startedAt))
      .limit(1);
    // Half a minute of grace: the timer that asks ticks once a minute.
    const dueAt = (last?.at.getTime() ?? 0) + settings.syncIntervalMinutes * 60_000 - 30_000;
    if (dueAt > tx.clock().getTime()) return { runId: null };
    return { runId: await openRun(tx, "periodic") };
  });
}

export async function openRun(ctx: Ctx<Tx>, kind: SyncKind): Promise<string> {
  const id = newId("syncRun");
  await ctx.db.insert(syncRuns).values({
    id,
    kind,
    startedAt: ctx.clock(),
    startedBy: `${ctx.actor.type}:${ctx.actor.id}`,
  });
  return id;
}

async function findRunning(ctx: Ctx<Tx>): Promise<string | null> {
  // Two processes that ask at once see each other's answer.
  await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtext('rezeis.panel-sync.open'))`);
  const since = new Date(ctx.clock().getTime() - ABANDONED_MS);
  const mine = and(eq(syncRuns.status, "running"), inArray(syncRuns.kind, KINDS));
  await ctx.db
    .update(syncRuns)
    .set({ status: "failed", error: "abandoned: its process ended", finishedAt: ctx.clock() })
    .where(and(mine, lt(syncRuns.startedAt, since)));
  const [run] = await ctx.db
    .select({ id: syncRuns.id })
    .from(syncRuns)
    .where(and(mine, gt(syncRuns.startedAt, since)))
    .limit(1);
  return run?.id ?? null;
}
