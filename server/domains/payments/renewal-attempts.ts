import { desc, eq } from "drizzle-orm";
import type { RenewalOutcome } from "@/db/enums";
import { renewalAttempts, savedMethods } from "@/db/schema/payments";
import { type Ctx, requirePermission } from "@/server/core/context";

export type RenewalAttemptView = {
  id: string;
  /** The end of the period that was to be renewed. */
  periodEnd: Date;
  attemptedAt: Date;
  outcome: RenewalOutcome;
  /** A stable code. */
  reason: string | null;
  /** `credit`, or what the charged method is called. */
  method: string | null;
  orderId: string | null;
};

/** What automatic renewal tried for a subscription, newest first, at most 50. */
export async function listRenewalAttempts(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<RenewalAttemptView[]> {
  requirePermission(ctx, "subscriptions.read");
  const rows = await ctx.db
    .select({ attempt: renewalAttempts, label: savedMethods.label })
    .from(renewalAttempts)
    .leftJoin(savedMethods, eq(savedMethods.id, renewalAttempts.method))
    .where(eq(renewalAttempts.subscriptionId, input.subscriptionId))
    .orderBy(desc(renewalAttempts.attemptedAt), desc(renewalAttempts.id))
    .limit(50);
  return rows.map(({ attempt, label }) => ({
    id: attempt.id,
    periodEnd: attempt.periodEnd,
    attemptedAt: attempt.attemptedAt,
    outcome: attempt.outcome,
    reason: attempt.reason,
    method: label ?? attempt.method,
    orderId: attempt.orderId,
  }));
}
