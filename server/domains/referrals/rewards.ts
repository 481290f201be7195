import { and, asc, desc, eq, gt, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { referralRewards } from "@/db/schema/referrals";
import { subscriptions } from "@/db/schema/subscriptions";
import { creditChanged, rewardChanged } from "@/inngest/events";
import { type Ctx, inTransaction } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import { recordAudit } from "@/server/domains/audit";
import { getBalance, postJournal } from "@/server/domains/ledger";
import { endEntitlement, giftDays } from "@/server/domains/subscriptions";
import { smaller } from "@/server/rules/money";
import type { RewardValue } from "@/server/rules/referral";
import { LIFETIME_EXPIRY } from "@/server/rules/subscription-state";

export type RewardRow = typeof referralRewards.$inferSelect;

/** The shop gives and takes rewards, whoever's press led to it. */
const asShop = (ctx: Ctx<Tx>): Ctx<Tx> => ({
  ...ctx,
  actor: { type: "system", id: "referrals" },
});

async function lockReward(ctx: Ctx<Tx>, rewardId: string): Promise<RewardRow | null> {
  const [row] = await ctx.db
    .select()
    .from(referralRewards)
    .where(eq(referralRewards.id, rewardId))
    .for("update");
  return row ?? null;
}

/**
 * Gives a pending reward: days to the referrer's longest running subscription, or credit. Without a subscription
 * the days wait for the next one.
 */
export async function grantReward(ctx: Ctx<Tx>, rewardId: string): Promise<void> {
  const reward = await lockReward(ctx, rewardId);
  if (reward?.status !== "pending") return;
  let subscriptionId: string | null = null;
  if (reward.days > 0) {
    subscriptionId = await longestRunning(ctx, reward.customerId);
    if (!subscriptionId) return;
    const reason = "a friend's first purchase";
    await giftDays(asShop(ctx), { subscriptionId, days: reward.days, reason }, reward.id);
  }
  const amount = reward.amount - reward.reversed;
  if (amount > 0n && reward.currency) {
    const { customerId, currency } = reward;
    const { journalId } = await postJournal(ctx, {
      idempotencyKey: `referral:${reward.id}`,
      kind: "referral.reward",
      reference: { type: "order", id: reward.orderId },
      entries: [
        { account: { kind: "referral_expense" }, amount, currency },
        { account: { kind: "customer_credit", owner: customerId }, amount: -amount, currency },
      ],
    });
    const told = { customerId, journalId, amount: amount.toString(), currency, told: true };
    await emit(ctx, creditChanged.create(told));
  }
  await ctx.db
    .update(referralRewards)
    .set({ status: "granted", subscriptionId, grantedAt: ctx.clock() })
    .where(eq(referralRewards.id, reward.id));
  await note(ctx, reward, "grant", { days: reward.days, amount });
}

/** Days are added where they last longest; on a trial or for life they would be lost. */
async function longestRunning(ctx: Ctx<Tx>, customerId: string): Promise<string | null> {
  const [row] = await ctx.db
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.customerId, customerId),
        eq(subscriptions.isTrial, false),
        eq(subscriptions.enabled, true),
        gt(subscriptions.expiresAt, ctx.clock()),
        sql`${subscriptions.cancelledAt} is null`,
        sql`${subscriptions.expiresAt} < ${LIFETIME_EXPIRY.toISOString()}::timestamptz`,
      ),
    )
    .orderBy(desc(subscriptions.expiresAt))
    .limit(1);
  return row?.id ?? null;
}

/**
 * Takes a granted reward back, wholly or down to what is left of it. Credit that is spent already cannot be taken
 * and is not asked for again: it is written down as lost. Days that were used stay used.
 */
export async function reverseReward(
  ctx: Ctx<Tx>,
  reward: RewardRow,
  left: RewardValue,
  ended: "reversed" | "rejected" = "reversed",
): Promise<void> {
  const whole = left.days === 0 && left.amount === 0n;
  const due = reward.amount - left.amount - reward.reversed - reward.lost;
  if (!whole && due <= 0n) return;
  if (whole && reward.days > 0) await endEntitlement(asShop(ctx), { orderId: reward.id });
  const taken = due > 0n ? await takeCredit(ctx, reward, due) : 0n;
  await ctx.db
    .update(referralRewards)
    .set({
      reversed: reward.reversed + taken,
      lost: reward.lost + (due > taken ? due - taken : 0n),
      ...(whole && { status: ended, endedAt: ctx.clock() }),
    })
    .where(eq(referralRewards.id, reward.id));
  await note(ctx, reward, "reverse", { whole, taken });
}

/** As much of it as there is. Spent at this very moment, the books refuse, and the job asks again. */
async function takeCredit(ctx: Ctx<Tx>, reward: RewardRow, due: bigint): Promise<bigint> {
  const { customerId, currency } = reward;
  if (!currency) return 0n;
  const there = await getBalance(ctx, { kind: "customer_credit", owner: customerId, currency });
  const taken = smaller(due, there);
  if (taken <= 0n) return 0n;
  const { journalId } = await postJournal(ctx, {
    idempotencyKey: `referral:${reward.id}:reversed:${reward.reversed + reward.lost + due}`,
    kind: "referral.reversed",
    reference: { type: "order", id: reward.orderId },
    entries: [
      { account: { kind: "customer_credit", owner: customerId }, amount: taken, currency },
      { account: { kind: "referral_expense" }, amount: -taken, currency },
    ],
  });
  const told = { customerId, journalId, amount: `-${taken}`, currency, told: false };
  await emit(ctx, creditChanged.create(told));
  return taken;
}

async function note(
  ctx: Ctx<Tx>,
  { id, customerId, orderId }: RewardRow,
  verb: string,
  after: Record<string, unknown>,
): Promise<void> {
  await recordAudit(ctx, {
    action: `referrals.${verb}`,
    subject: { type: "customer", id: customerId },
    after: { rewardId: id, orderId, ...after },
  });
  await emit(ctx, rewardChanged.create({ rewardId: id, customerId }));
}

/**
 * Gives what waited for a subscription. Called when its owner got one, and every hour for all as a net.
 *
 * @returns how many were tried
 */
export async function grantPending(ctx: Ctx, input: { customerId?: string } = {}): Promise<number> {
  const rows = await ctx.db
    .select({ id: referralRewards.id })
    .from(referralRewards)
    .where(
      and(
        eq(referralRewards.status, "pending"),
        input.customerId ? eq(referralRewards.customerId, input.customerId) : undefined,
      ),
    )
    .orderBy(asc(referralRewards.createdAt))
    .limit(500);
  for (const { id } of rows) await inTransaction(ctx, (tx) => grantReward(tx, id));
  return rows.length;
}
