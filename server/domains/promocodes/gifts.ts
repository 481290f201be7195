import type { Tx } from "@/db/client";
import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { getPlan } from "@/server/domains/catalog";
import { joinGroup, raisePersonalDiscount } from "@/server/domains/customers";
import {
  getSubscriptionView,
  giftDays,
  grantAddon,
  grantEntitlement,
} from "@/server/domains/subscriptions";
import { grantTrialDays } from "@/server/domains/trials";
import { isLimited } from "@/server/rules/addon";
import { money } from "@/server/rules/money";
import type { PromoRow } from "./internal";
import type { Gift } from "./schemas";
import { subscriptionFor } from "./target";

/** Whom a code gives something, and which of their subscriptions they chose for it. */
type Receiver = {
  customerId: string;
  subscriptionId: string | null;
  /** What the gift is booked under, once. */
  redemptionId: string;
};

/** The shop gives it, whoever typed the code. */
const asShop = (ctx: Ctx<Tx>): Ctx<Tx> => ({
  ...ctx,
  actor: { type: "system", id: "promo-code" },
});

/** Gives what a code gives by itself, in the transaction that took its use. */
export async function giveGifts(ctx: Ctx<Tx>, row: PromoRow, to: Receiver): Promise<Gift[]> {
  const shop = asShop(ctx);
  if (row.kind === "trial_days") return [await giveTrialDays(shop, row, to)];
  const { planId, days, personalDiscountBp, group } = row.special;
  const why = `promo code ${row.code}`;
  const gifts: Gift[] = [];
  let target = to;
  if (planId && days) {
    const gift = await givePlan(shop, { planId, days, to });
    gifts.push(gift);
    target = { ...to, subscriptionId: gift.subscriptionId };
  } else if (days) {
    const subscriptionId = await mustHaveSubscription(shop, to);
    await giftDays(shop, { subscriptionId, days, reason: why });
    gifts.push({ kind: "days", days, subscriptionId });
  }
  gifts.push(...(await giveExtras(shop, row, target)));
  if (personalDiscountBp) {
    const { customerId } = to;
    await raisePersonalDiscount(shop, { customerId, basisPoints: personalDiscountBp, why });
    gifts.push({ kind: "discount", basisPoints: personalDiscountBp });
  }
  if (group) {
    await joinGroup(shop, { customerId: to.customerId, group, why });
    gifts.push({ kind: "group", group });
  }
  if (gifts.length === 0) {
    throw new AppError(
      "precondition",
      "promo_nothing_to_add",
      "This promo code adds what your subscription has without limit: keep it for another one.",
    );
  }
  return gifts;
}

/** More traffic and devices until the subscription's end. What has no limit needs no more of it. */
async function giveExtras(ctx: Ctx<Tx>, row: PromoRow, to: Receiver): Promise<Gift[]> {
  const { trafficBytes, devices } = row.special;
  const extras = [
    { kind: "traffic" as const, quantity: BigInt(trafficBytes ?? 0) },
    { kind: "devices" as const, quantity: BigInt(devices ?? 0) },
  ].filter(({ quantity }) => quantity > 0n);
  if (extras.length === 0) return [];
  const subscriptionId = await mustHaveSubscription(ctx, to);
  const view = await getSubscriptionView(ctx, { subscriptionId });
  const limits = { trafficLimitBytes: view.traffic.limitBytes, deviceLimit: view.devices.limit };
  const gifts: Gift[] = [];
  for (const { kind, quantity } of extras) {
    if (!isLimited(limits, kind)) continue;
    await grantAddon(ctx, {
      subscriptionId,
      orderId: `${to.redemptionId}:${kind}`,
      addon: { addonId: row.id, name: nameOf(row), kind, quantity, recurring: false },
    });
    gifts.push(
      kind === "traffic"
        ? { kind, bytes: quantity, subscriptionId }
        : { kind, devices: Number(quantity), subscriptionId },
    );
  }
  return gifts;
}

const nameOf = ({ code }: PromoRow) => ({ en: `Promo code ${code}`, ru: `Промокод ${code}` });

/** A running subscription of the plan goes on longer; otherwise a new one begins. */
async function givePlan(
  ctx: Ctx<Tx>,
  { planId, days, to }: { planId: string; days: number; to: Receiver },
): Promise<Extract<Gift, { kind: "plan" }>> {
  const plan = await getPlan(ctx, { planId });
  const running = await subscriptionFor(ctx, { ...to, planId });
  const { subscriptionId } = await grantEntitlement(ctx, {
    orderId: null,
    customerId: to.customerId,
    kind: "gift",
    subscriptionId: running,
    planId: plan.id,
    plan,
    durationDays: days,
    // Nothing was paid for it, so a change of plan counts nothing back.
    paid: money(0n, "XTR"),
  });
  return { kind: "plan", plan: plan.name, days, subscriptionId };
}

/** Days of trial: longer where a subscription runs, a trial of its own for who has none. */
async function giveTrialDays(ctx: Ctx<Tx>, row: PromoRow, to: Receiver): Promise<Gift> {
  const days = row.trialDays ?? 0;
  const { subscriptionId, plan } = await grantTrialDays(ctx, {
    customerId: to.customerId,
    days,
    subscriptionId: await subscriptionFor(ctx, to),
    planId: row.special.planId,
    reason: `promo code ${row.code}`,
  });
  return plan
    ? { kind: "trial", plan: plan.name, days, subscriptionId }
    : { kind: "days", days, subscriptionId };
}

async function mustHaveSubscription(ctx: Ctx<Tx>, to: Receiver): Promise<string> {
  const found = await subscriptionFor(ctx, to);
  if (found) return found;
  throw new AppError(
    "precondition",
    "promo_no_subscription",
    "This promo code adds to a subscription: get one first, then enter the code again.",
  );
}
