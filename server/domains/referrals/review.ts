import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { customers } from "@/db/schema/customers";
import { referralRewards } from "@/db/schema/referrals";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { resolveAlert } from "@/server/domains/monitoring";
import { grantReward, type RewardRow, reverseReward } from "./rewards";
import { changeCodeInput, decideRewardInput, rewardInput } from "./schemas";

/** A person looked and found nothing wrong: the reward is given, or stays given. */
export async function releaseReward(ctx: Ctx, input: z.input<typeof rewardInput>): Promise<void> {
  requirePermission(ctx, "referrals.write");
  const { rewardId } = parseInput(rewardInput, input);
  await decide(ctx, rewardId, "release", {}, async (tx, { status }) => {
    const given = status === "granted";
    await tx.db
      .update(referralRewards)
      .set({ decidedBy: tx.actor.id, ...(!given && { status: "pending" as const }) })
      .where(eq(referralRewards.id, rewardId));
    if (!given) await grantReward(tx, rewardId);
  });
}

/** A person looked and refuses the reward: nothing is given, and what was given is taken back as far as it can be. */
export async function rejectReward(
  ctx: Ctx,
  input: z.input<typeof decideRewardInput>,
): Promise<void> {
  requirePermission(ctx, "referrals.write");
  const { rewardId, reason } = parseInput(decideRewardInput, input);
  await decide(ctx, rewardId, "reject", { reason }, async (tx, reward) => {
    if (reward.status === "granted") {
      await reverseReward(tx, reward, { days: 0, amount: 0n }, "rejected");
    }
    await tx.db
      .update(referralRewards)
      .set({ status: "rejected", decidedBy: tx.actor.id, endedAt: tx.clock() })
      .where(eq(referralRewards.id, rewardId));
  });
}

/** Held, or given before something spoke against it; nobody has decided yet. */
const waitsForReview = ({ status, signals, decidedBy }: RewardRow): boolean =>
  decidedBy === null && signals.length > 0 && (status === "held" || status === "granted");

async function decide(
  ctx: Ctx,
  rewardId: string,
  verb: "release" | "reject",
  after: Record<string, unknown>,
  act: (tx: Ctx<Tx>, reward: RewardRow) => Promise<void>,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [reward] = await tx.db
      .select()
      .from(referralRewards)
      .where(eq(referralRewards.id, rewardId))
      .for("update");
    if (!reward) throw notFound("reward", rewardId);
    if (!waitsForReview(reward)) {
      throw new AppError("conflict", "reward_decided", "This reward has been decided on already.");
    }
    await act(tx, reward);
    await recordAudit(tx, {
      action: `referrals.${verb}`,
      subject: { type: "customer", id: reward.customerId },
      before: { status: reward.status, signals: reward.signals },
      after: { rewardId, ...after },
    });
    await resolveAlert(tx, { kind: "referral_held", key: rewardId });
  });
}

/** Gives a person another code. Links with the old one bring nobody any more. */
export async function changeReferralCode(
  ctx: Ctx,
  input: z.input<typeof changeCodeInput>,
): Promise<void> {
  requirePermission(ctx, "referrals.write");
  const { customerId, code } = parseInput(changeCodeInput, input);
  await inTransaction(ctx, async (tx) => {
    const [person] = await tx.db
      .select()
      .from(customers)
      .where(eq(customers.id, customerId))
      .for("no key update");
    if (!person) throw notFound("customer", customerId);
    if (person.referralCode === code) return;
    // Two who ask for the same code at once come one after the other.
    await tx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${code}, 0))`);
    const [taken] = await tx.db
      .select({ id: customers.id })
      .from(customers)
      .where(eq(customers.referralCode, code));
    if (taken) {
      throw new AppError("conflict", "code_taken", "Somebody has this code: choose another one.");
    }
    await tx.db.update(customers).set({ referralCode: code }).where(eq(customers.id, customerId));
    await recordAudit(tx, {
      action: "referrals.changeCode",
      subject: { type: "customer", id: customerId },
      before: { referralCode: person.referralCode },
      after: { referralCode: code },
    });
  });
}
