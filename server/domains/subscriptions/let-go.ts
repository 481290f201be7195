import { eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { panelUsers } from "@/db/schema/remnawave";
import { subscriptionDevices, subscriptions } from "@/db/schema/subscriptions";
import type { Ctx } from "@/server/core/context";
import { isLive } from "@/server/rules/subscription-state";
import { changePromise } from "./internal";

/**
 * Ends what a person still has and forgets their devices; with it goes a new revision of every subscription, so
 * that the panel forgets them too. Belongs to the erasure of a person and to nothing else.
 *
 * @returns how many were running
 */
export async function letGoOfPerson(
  ctx: Ctx<Tx>,
  { customerId }: { customerId: string },
): Promise<number> {
  const now = ctx.clock();
  const rows = await ctx.db
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.customerId, customerId))
    .orderBy(subscriptions.id)
    .for("update");
  for (const row of rows) {
    const over = isLive({ ...row, cancelled: row.cancelledAt !== null }, now)
      ? { expiresAt: now, cancelledAt: now }
      : {};
    await changePromise(ctx, row, { ...over, autoRenew: false }, "erased");
  }
  const ids = rows.map(({ id }) => id);
  await ctx.db.delete(subscriptionDevices).where(inArray(subscriptionDevices.subscriptionId, ids));
  const panelIds = rows.flatMap(({ panelId }) => panelId ?? []);
  await ctx.db
    .update(panelUsers)
    .set({ telegramId: null, email: null, description: null, tag: null })
    .where(inArray(panelUsers.panelId, panelIds));
  return rows.filter((row) => isLive({ ...row, cancelled: row.cancelledAt !== null }, now)).length;
}
