import { and, asc, eq, gte, inArray, isNotNull, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { orders } from "@/db/schema/orders";
import { referralRewards, referrals } from "@/db/schema/referrals";
import { type Ctx, inTransaction } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { readSettings } from "@/server/core/settings";
import { raiseAlert } from "@/server/domains/monitoring";
import { type DueReward, dueReward, fraudSignals } from "@/server/rules/referral";
import { lookAt } from "./fraud";
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
    const terms = await readSettings(tx, referralSettings);
    const due = dueReward(
      {
        kind: order.kind,
        paid: order.total,
        refunded: order.refunded,
        first: order.id === first?.id,
      },
      terms,
    );
    const known = await rewardOf(tx, referral.id, order.id);
    if (!due && !known) return { kind: "nothing" };
    const reward = known ?? (due && (await open(tx, referral, order, due)));
    if (reward) await bringTo(tx, reward, due);
    return { kind: "settled" };
  });
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

async function open(
  ctx: Ctx<Tx>,
  referral: ReferralRow,
  order: OrderRow,
  due: DueReward,
): Promise<RewardRow | null> {
  if (due.days === 0 && due.amount === 0n) return null;
  const terms = await readSettings(ctx, referralSettings);
  const signals = fraudSignals(await lookAt(ctx, referral), terms);
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
  if (row && signals.length > 0) {
    await raiseAlert(ctx, {
      kind: "referral_held",
      key: row.id,
      severity: "warning",
      details: { signals: signals.join(", ") },
      href: "/admin/referrals?tab=review",
    });
  }
  return row ?? null;
}

/** Gives what waits and is due, takes back what is due no more. */
async function bringTo(ctx: Ctx<Tx>, reward: RewardRow, due: DueReward | null): Promise<void> {
  const [days, amount] = [due?.days ?? 0, due?.amount ?? 0n];
  const nothingLeft = days === 0 && amount === 0n;
  if (reward.status === "pending" || reward.status === "held") {
    if (nothingLeft) {
      await ctx.db
        .update(referralRewards)
        .set({ status: "reversed", endedAt: ctx.clock() })
        .where(eq(referralRewards.id, reward.id));
      return;
    }
    // Refunded in part before it was given: the smaller share is what is given.
    if (amount < reward.amount) {
      await ctx.db
        .update(referralRewards)
        .set({ amount: sql`least(${referralRewards.amount}, ${amount.toString()}::bigint)` })
        .where(eq(referralRewards.id, reward.id));
    }
    if (reward.status === "pending") await grantReward(ctx, reward.id);
    return;
  }
  if (reward.status === "granted") {
    await reverseReward(ctx, reward, { whole: nothingLeft, left: amount });
  }
}
