import { and, eq, lt, or, sql } from "drizzle-orm";
import { telegramUpdates } from "@/db/schema/bot";
import type { Ctx } from "./context";

/** A claim older than this belongs to a process that died: another delivery may take it over. */
const STALE_AFTER_MS = 30_000;
/** An update that fails this often is given up, so that it cannot hold back the ones behind it. */
const MAX_ATTEMPTS = 3;

export type UpdateKey = { botId: bigint; updateId: bigint };

/** Takes an update for handling; false when it is done, given up, or in another process's hands. */
export async function claimUpdate(ctx: Ctx, key: UpdateKey): Promise<boolean> {
  const now = ctx.clock();
  const claimed = await ctx.db
    .insert(telegramUpdates)
    .values({ ...key, status: "claimed", claimedAt: now })
    .onConflictDoUpdate({
      target: [telegramUpdates.botId, telegramUpdates.updateId],
      set: { status: "claimed", claimedAt: now, attempts: sql`${telegramUpdates.attempts} + 1` },
      setWhere: and(
        lt(telegramUpdates.attempts, MAX_ATTEMPTS),
        or(
          eq(telegramUpdates.status, "failed"),
          and(
            eq(telegramUpdates.status, "claimed"),
            lt(telegramUpdates.claimedAt, new Date(now.getTime() - STALE_AFTER_MS)),
          ),
        ),
      ),
    })
    .returning({ updateId: telegramUpdates.updateId });
  return claimed.length > 0;
}

/** Records the end of handling; `error` leaves the update to Telegram's next delivery. */
export async function finishUpdate(ctx: Ctx, key: UpdateKey, error?: string): Promise<void> {
  await ctx.db
    .update(telegramUpdates)
    .set({ status: error ? "failed" : "done", doneAt: ctx.clock(), error: error ?? null })
    .where(and(eq(telegramUpdates.botId, key.botId), eq(telegramUpdates.updateId, key.updateId)));
}
