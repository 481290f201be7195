import { and, asc, eq, gte, inArray, isNotNull } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { orders } from "@/db/schema/orders";
import { referralRewards, referrals } from "@/db/schema/referrals";
import { type Ctx, inTransaction } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { readSettings } from "@/server/core/settings";
import { resolveAlert } from "@/server/domains/monitoring";
import { dueReward, fraudSignals, leftOf, type RewardValue } from "@/server/rules/referral";
import { askForReview, clearedSignals, lookAt } from "./fraud";
import { grantReward, type RewardRow, reverseReward } from "./rewards";
import { settleReferralInput } from "./schemas";
import { referralSettings } from "./settings";
import { recordSignUp } from "./sign-ups";

type OrderRow = typeof orders.$inferSelect;
type ReferralRow = typeof referrals.$inferSelect;

/** Kinds of orders that count as purchases; adding to one's credit is none. */
const PURCHASES = ["new", "renew", "upgrade", "addon"] as const;

/**
 * Brings the rewards of an invited person's order to what its present state calls for: asked twice, ten at once,
 * late, or for the refund before the payment, it ends the same. What speaks for a fraud holds the reward for a
 * person's look.
 */
export async function settleReferral(
  ctx: Ctx,
  input: z.input<typeof settleReferralInput>,
): Promise<{ kind: "settled" | "nothing" }> {
  const { orderId } = parseInput(settleReferralInput, input);
  const [found] = await ctx.db.select().from(orders).where(eq(orders.id, orderId));
  if (!found?.paidAt) return { kind: "nothing" };
  await recordSignUp(ctx, { customerId: found.customerId });
  return inTransaction(ctx, async (tx) => {
    const [referral] = await tx.db
      .select()
      .from(referrals)
      .where(eq(referrals.refereeId, found.customerId))
      .for("update");
    if (!referral) return { kind: "nothing" };
    const [order] = await tx.db.select().from(orders).where(eq(orders.id, orderId)).for("share");
    if (!order) return { kind: "nothing" };
    const first = await firstPurchase(tx, referral);
    const known = await rewardOf(tx, referral.id, order.id);
    const reward = known ?? (await open(tx, referral, order, order.id === first?.id));
    if (!reward) return { kind: "nothing" };
    await bringTo(tx, reward, leftOf(reward, moneyOf(order)));
    return { kind: "settled" };
  });
}

/** Money that came through a gateway, and what of it went back: there, or as credit. */
function moneyOf(order: OrderRow): { paid: bigint; refunded: bigint } {
  const { total, credit, refunded, refundedCredit } = order;
  // What was paid from credit goes back to credit first.
  const asCredit = refundedCredit > credit ? refundedCredit - credit : 0n;
  return { paid: total, refunded: refunded + asCredit };
}

async function rewardOf(
  ctx: Ctx<Tx>,
  referralId: string,
  orderId: string,
): Promise<RewardRow | null> {
  const [row] = await ctx.db
    .select()
    .from(referralRewards)
    .where(and(eq(referralRewards.referralId, referralId), eq(referralRewards.orderId, orderId)))
    .for("update");
  return row ?? null;
}

/** The purchase that made them a customer: decided once, and kept with the referral. */
async function firstPurchase(
  ctx: Ctx<Tx>,
  referral: ReferralRow,
): Promise<{ id: string | null } | null> {
  if (referral.firstOrderId) return { id: referral.firstOrderId };
  const [first] = await ctx.db
    .select({ id: orders.id, paidAt: orders.paidAt })
    .from(orders)
    .where(
      and(
        eq(orders.customerId, referral.refereeId),
        isNotNull(orders.paidAt),
        gte(orders.total, 1n),
        inArray(orders.kind, [...PURCHASES]),
      ),
    )
    .orderBy(asc(orders.paidAt), asc(orders.id))
    .limit(1);
  if (!first) return null;
  await ctx.db
    .update(referrals)
    .set({ firstOrderId: first.id, firstPurchaseAt: first.paidAt })
    .where(eq(referrals.id, referral.id));
  return first;
}

/** A reward for an order that is due one and has none yet. */
async function open(
  ctx: Ctx<Tx>,
  referral: ReferralRow,
  order: OrderRow,
  first: boolean,
): Promise<RewardRow | null> {
  const terms = await readSettings(ctx, referralSettings);
  const { paid, refunded } = moneyOf(order);
  const due = dueReward({ kind: order.kind, paid, first }, terms);
  if (!due || refunded >= paid) return null;
  const cleared = await clearedSignals(ctx, referral.id);
  const signals = fraudSignals(await lookAt(ctx, referral), terms).filter(
    (signal) => !cleared.has(signal),
  );
  const [row] = await ctx.db
    .insert(referralRewards)
    .values({
      id: newId("reward"),
      referralId: referral.id,
      customerId: referral.referrerId,
      kind: due.kind,
      orderId: order.id,
      status: signals.length > 0 ? "held" : "pending",
      days: due.days,
      amount: due.amount,
      currency: due.amount > 0n ? order.currency : null,
      signals,
      createdAt: ctx.clock(),
    })
    .onConflictDoNothing()
    .returning();
  if (row && signals.length > 0) await askForReview(ctx, row.id, signals);
  return row ?? null;
}

/** Gives what waits and is due, takes back what is due no more. */
async function bringTo(ctx: Ctx<Tx>, reward: RewardRow, left: RewardValue): Promise<void> {
  const nothingLeft = left.days === 0 && left.amount === 0n;
  if (reward.status === "granted") return reverseReward(ctx, reward, left);
  if (reward.status !== "pending" && reward.status !== "held") return;
  // Refunded before it was given: the rest is what is given.
  const reversed = reward.amount - left.amount;
  if (nothingLeft || reversed !== reward.reversed) {
    await ctx.db
      .update(referralRewards)
      .set({
        reversed,
        ...(nothingLeft && { status: "reversed" as const, endedAt: ctx.clock() }),
      })
      .where(eq(referralRewards.id, reward.id));
  }
  if (nothingLeft) await resolveAlert(ctx, { kind: "referral_held", key: reward.id });
  else if (reward.status === "pending") await grantReward(ctx, reward.id);
}
