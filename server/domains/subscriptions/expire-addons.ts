import { and, asc, eq, gt, isNotNull, isNull, lte, or } from "drizzle-orm";
import { subscriptionAddons, subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, inTransaction } from "@/server/core/context";
import { endDueAddons } from "./addon-state";
import { applyAddons } from "./addons";
import { lockSubscription } from "./internal";

const CHUNK = 200;

/** Time alone ends add-ons: takes them off the promise of their subscription. Returns how many ended. */
export async function expireAddons(ctx: Ctx): Promise<number> {
  const now = ctx.clock();
  let total = 0;
  for (;;) {
    const due = await ctx.db
      .selectDistinct({ id: subscriptionAddons.subscriptionId })
      .from(subscriptionAddons)
      .innerJoin(subscriptions, eq(subscriptions.id, subscriptionAddons.subscriptionId))
      .where(
        and(
          isNull(subscriptionAddons.endedAt),
          lte(subscriptionAddons.endsAt, now),
          // A recurring one that ended together with its subscription waits for the late renewal.
          or(
            gt(subscriptions.expiresAt, now),
            eq(subscriptionAddons.recurring, false),
            isNotNull(subscriptionAddons.cancelledAt),
          ),
        ),
      )
      .orderBy(asc(subscriptionAddons.subscriptionId))
      .limit(CHUNK);
    let ended = 0;
    for (const { id } of due) {
      ended += await inTransaction(ctx, async (tx) => {
        const row = await lockSubscription(tx, id);
        const count = await endDueAddons(tx, row);
        if (count > 0) await applyAddons(tx, row, "addon_ended");
        return count;
      });
    }
    total += ended;
    if (due.length < CHUNK || ended === 0) return total;
  }
}
