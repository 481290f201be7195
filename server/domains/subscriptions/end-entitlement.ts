import { and, eq, gte, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { subscriptionGrants } from "@/db/schema/subscriptions";
import type { Ctx } from "@/server/core/context";
import { recordAudit } from "@/server/domains/audit";
import { limitColumns, planLimits, shortenAddons } from "./addon-state";
import { endAddon } from "./addons";
import { auditable, changePromise, latest, lockSubscription } from "./internal";
import type { GrantResult } from "./schemas";

/**
 * Takes back what an order granted, after a full refund: the unused part of its time goes, periods bought
 * after it move forward, add-ons end with it. Nothing left cancels the subscription. Null when the order
 * granted nothing.
 */
export async function endEntitlement(
  ctx: Ctx<Tx>,
  input: { orderId: string },
): Promise<GrantResult | null> {
  const byOrder = eq(subscriptionGrants.orderId, input.orderId);
  const [found] = await ctx.db.select().from(subscriptionGrants).where(byOrder);
  if (!found) return endAddon(ctx, input);
  const row = await lockSubscription(ctx, found.subscriptionId);
  const unchanged = { subscriptionId: row.id, revision: row.desiredRevision };

  const now = ctx.clock();
  const [grant] = await ctx.db
    .update(subscriptionGrants)
    .set({ endedAt: now })
    .where(and(byOrder, isNull(subscriptionGrants.endedAt)))
    .returning();
  // Ended before, or replaced by an upgrade that already took its value over.
  if (!grant) return unchanged;

  const unusedMs = Math.max(0, grant.endsAt.getTime() - latest(now, grant.startsAt).getTime());
  if (unusedMs === 0) return unchanged;
  const shift = sql`${unusedMs / 1000} * interval '1 second'`;
  await ctx.db
    .update(subscriptionGrants)
    .set({
      startsAt: sql`${subscriptionGrants.startsAt} - ${shift}`,
      endsAt: sql`${subscriptionGrants.endsAt} - ${shift}`,
    })
    .where(
      and(
        eq(subscriptionGrants.subscriptionId, row.id),
        isNull(subscriptionGrants.endedAt),
        gte(subscriptionGrants.startsAt, grant.endsAt),
      ),
    );
  const left = new Date(row.expiresAt.getTime() - unusedMs);
  const over = left <= now;
  await shortenAddons(ctx, row.id, over ? now : left);
  const limits = await limitColumns(ctx, row.id, planLimits(row));
  const result = await changePromise(
    ctx,
    row,
    { ...limits, ...(over ? { expiresAt: now, cancelledAt: now } : { expiresAt: left }) },
    "refund",
  );
  await recordAudit(ctx, {
    action: "subscriptions.endEntitlement",
    subject: { type: "subscription", id: row.id },
    before: auditable(row),
    after: { orderId: input.orderId, expiresAt: over ? now : left, cancelled: over },
  });
  return result;
}
