import { eq } from "drizzle-orm";
import type { z } from "zod";
import { trialClaims } from "@/db/schema/trials";
import { type Ctx, inTransaction, requireSelfOr } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { lockCustomer } from "@/server/domains/customers";
import { grantEntitlement } from "@/server/domains/subscriptions";
import { money } from "@/server/rules/money";
import type { TrialRefusal } from "@/server/rules/trial";
import { startTrialInput } from "./schemas";
import { payTrial } from "./trial-money";
import { decideTrial } from "./trial-offer";

const WORDS: Record<TrialRefusal, string> = {
  trial_off: "There is no trial at the moment.",
  trial_used: "You have had your trial already: choose a plan to go on.",
  trial_not_for_you: "The trial is for those who have no subscription yet.",
};

/**
 * Gives the trial that is due. The claim is reserved before anything is promised, under the person's lock and a
 * unique index: fifty presses at once are one trial.
 *
 * @throws AppError `precondition trial_off | trial_used | trial_not_for_you | insufficient_credit`
 */
export async function startTrial(
  ctx: Ctx,
  input: z.input<typeof startTrialInput>,
): Promise<{ subscriptionId: string }> {
  const { customerId } = parseInput(startTrialInput, input);
  requireSelfOr(ctx, customerId, "subscriptions.write");
  return inTransaction(ctx, async (tx) => {
    await lockCustomer(tx, { customerId });
    const decided = await decideTrial(tx, customerId);
    if ("refused" in decided) {
      throw new AppError("precondition", decided.refused, WORDS[decided.refused]);
    }
    const { plan, days, price } = decided.trial;
    const claimId = await reserve(tx, customerId);
    if (price) await payTrial(tx, { claimId, customerId }, price);
    const { subscriptionId } = await grantEntitlement(tx, {
      orderId: null,
      customerId,
      kind: "trial",
      subscriptionId: null,
      planId: plan.id,
      plan,
      durationDays: days,
      paid: price ?? money(0n, "XTR"),
    });
    await tx.db.update(trialClaims).set({ subscriptionId }).where(eq(trialClaims.id, claimId));
    await recordAudit(tx, {
      action: "trials.start",
      subject: { type: "customer", id: customerId },
      after: { claimId, subscriptionId, days, price: price?.amount },
    });
    return { subscriptionId };
  });
}

/** Takes the person's next number; the unique index has the last word. */
async function reserve(ctx: Parameters<typeof lockCustomer>[0], customerId: string) {
  const claims = await ctx.db
    .select({ nth: trialClaims.nth, status: trialClaims.status })
    .from(trialClaims)
    .where(eq(trialClaims.customerId, customerId));
  const taken = new Set(claims.filter(({ status }) => status !== "released").map(({ nth }) => nth));
  let nth = 1;
  while (taken.has(nth)) nth += 1;
  const id = newId("trialClaim");
  const [row] = await ctx.db
    .insert(trialClaims)
    .values({ id, customerId, nth, createdAt: ctx.clock() })
    .onConflictDoNothing()
    .returning({ id: trialClaims.id });
  if (!row) throw new AppError("precondition", "trial_used", WORDS.trial_used);
  return id;
}
