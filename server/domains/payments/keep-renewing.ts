import { and, desc, eq, isNotNull } from "drizzle-orm";
import { payments } from "@/db/schema/payments";
import { subscriptions } from "@/db/schema/subscriptions";
import type { Ctx } from "@/server/core/context";
import { setAutoRenew } from "@/server/domains/subscriptions";

/**
 * The customer paid with “keep this way to pay and renew”: the subscription renews itself from now on. What they
 * switched since stays as they switched it, however late or often this is asked.
 */
export async function keepRenewing(
  ctx: Ctx,
  input: { orderId: string; subscriptionId: string },
): Promise<boolean> {
  const [payment] = await ctx.db
    .select({ settledAt: payments.settledAt })
    .from(payments)
    .where(
      and(
        eq(payments.orderId, input.orderId),
        eq(payments.saveMethod, true),
        isNotNull(payments.settledAt),
      ),
    )
    .orderBy(desc(payments.settledAt))
    .limit(1);
  if (!payment?.settledAt) return false;
  const [row] = await ctx.db
    .select({ changedAt: subscriptions.autoRenewChangedAt })
    .from(subscriptions)
    .where(eq(subscriptions.id, input.subscriptionId));
  if (!row || (row.changedAt && row.changedAt > payment.settledAt)) return false;
  return setAutoRenew(ctx, { subscriptionId: input.subscriptionId, on: true });
}
