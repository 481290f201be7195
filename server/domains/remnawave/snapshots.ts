import { eq } from "drizzle-orm";
import { panelSnapshots } from "@/db/schema/remnawave";
import type { Ctx } from "@/server/core/context";
import type { AsOf } from "./schemas";

export type SnapshotId = "connection" | "nodes" | "squads";

type Snapshot<T> = {
  value: T;
  observedAt: Date;
  failedAt: Date | null;
  failure: string | null;
};

/** The last good answer, and whether a later try failed; null when the panel was never asked. */
export async function readSnapshot<T>(ctx: Ctx, id: SnapshotId): Promise<Snapshot<T> | null> {
  const [row] = await ctx.db.select().from(panelSnapshots).where(eq(panelSnapshots.id, id));
  return row ? { ...row, value: row.value as T } : null;
}

export async function readAsOf<T>(ctx: Ctx, id: SnapshotId): Promise<AsOf<T | null>> {
  const snapshot = await readSnapshot<T>(ctx, id);
  if (!snapshot) return { value: null, asOf: null, stale: true };
  return { value: snapshot.value, asOf: snapshot.observedAt, stale: snapshot.failure !== null };
}

export async function writeSnapshot(ctx: Ctx, id: SnapshotId, value: unknown): Promise<void> {
  const row = { value, observedAt: ctx.clock(), failedAt: null, failure: null };
  await ctx.db
    .insert(panelSnapshots)
    .values({ id, ...row })
    .onConflictDoUpdate({ target: panelSnapshots.id, set: row });
}

/** Keeps the last good value; `empty` is stored when there never was one. */
export async function writeFailure(
  ctx: Ctx,
  id: SnapshotId,
  failure: string,
  empty?: unknown,
): Promise<void> {
  const failed = { failedAt: ctx.clock(), failure };
  const known = await ctx.db
    .update(panelSnapshots)
    .set(failed)
    .where(eq(panelSnapshots.id, id))
    .returning({ id: panelSnapshots.id });
  if (known.length > 0 || empty === undefined) return;
  await ctx.db
    .insert(panelSnapshots)
    .values({ id, value: empty, observedAt: ctx.clock(), ...failed })
    .onConflictDoUpdate({ target: panelSnapshots.id, set: failed });
}
