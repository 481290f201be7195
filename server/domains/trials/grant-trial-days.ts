import type { Tx } from "@/db/client";
import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { readSettings } from "@/server/core/settings";
import { giftDays, grantEntitlement } from "@/server/domains/subscriptions";
import { money } from "@/server/rules/money";
import type { QuotedPlan } from "@/server/rules/pricing";
import { trialSettings } from "./settings";
import { trialPlan } from "./trial-offer";

/**
 * Days of trial given by the shop, by a promo code for example: a trial of their own to who has nothing
 * running, more time to who has. Not the trial that is due to everybody once, which stays as it is.
 *
 * @returns the plan of a trial that was begun; null where a subscription goes on longer
 */
export async function grantTrialDays(
  ctx: Ctx<Tx>,
  input: {
    customerId: string;
    days: number;
    /** The running subscription that is to go on longer. */
    subscriptionId: string | null;
    /** Absent is the plan of the settings. */
    planId?: string;
    reason: string;
  },
): Promise<{ subscriptionId: string; plan: QuotedPlan | null }> {
  const { customerId, days, subscriptionId, reason } = input;
  if (subscriptionId) {
    await giftDays(ctx, { subscriptionId, days, reason });
    return { subscriptionId, plan: null };
  }
  const planId = input.planId ?? (await readSettings(ctx, trialSettings)).planId;
  const plan = await trialPlan(ctx, { customerId, planId });
  if (!plan) {
    throw new AppError("precondition", "trial_off", "There is no plan to try at the moment.");
  }
  const granted = await grantEntitlement(ctx, {
    orderId: null,
    customerId,
    kind: "trial",
    subscriptionId: null,
    planId: plan.id,
    plan,
    durationDays: days,
    paid: money(0n, "XTR"),
  });
  return { subscriptionId: granted.subscriptionId, plan };
}
