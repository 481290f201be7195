import type { AddonKind } from "@/db/enums";
import { daysLeft, isLifetime } from "./subscription-state";

/** Recurring add-ons are priced for so many days. */
export const ADDON_PRICE_DAYS = 30;

/**
 * The price of a recurring add-on for `days` days, from its price for 30, rounded down: 2500 for 30 days is 416
 * for 5. What has a price costs at least one unit, so that the last day of a period is not a way around it.
 */
export function addonPrice(per30Days: bigint, days: number): bigint {
  if (!Number.isSafeInteger(days) || days < 0) throw new Error("Days are whole and not negative");
  if (per30Days < 0n) throw new Error("A price is not negative");
  if (per30Days === 0n || days === 0) return 0n;
  const price = (per30Days * BigInt(days)) / BigInt(ADDON_PRICE_DAYS);
  return price > 0n ? price : 1n;
}

/** What buying an add-on now charges: a recurring one by the days that are left, begun days whole; else once. */
export const addonPriceNow = (
  { price, recurring }: { price: bigint; recurring: boolean },
  { expiresAt, now }: { expiresAt: Date; now: Date },
): bigint => (recurring ? addonPrice(price, daysLeft(expiresAt, now)) : price);

export type Limits = {
  /** Bytes a period; 0 is unlimited. */
  trafficLimitBytes: bigint;
  /** Null leaves it to the panel, 0 switches the check off. */
  deviceLimit: number | null;
};

type Extra = { kind: AddonKind; quantity: bigint };

/** The plan's limits with the add-ons in force. Unlimited stays unlimited, and what the panel decides is left to it. */
export function effectiveLimits(plan: Limits, addons: readonly Extra[]): Limits {
  const extra = (kind: AddonKind) =>
    addons.reduce((sum, addon) => (addon.kind === kind ? sum + addon.quantity : sum), 0n);
  return {
    trafficLimitBytes: isLimited(plan, "traffic")
      ? plan.trafficLimitBytes + extra("traffic")
      : plan.trafficLimitBytes,
    deviceLimit:
      plan.deviceLimit !== null && isLimited(plan, "devices")
        ? plan.deviceLimit + Number(extra("devices"))
        : plan.deviceLimit,
  };
}

/** More of what has no limit is nothing. */
export const isLimited = (plan: Limits, kind: AddonKind): boolean =>
  kind === "traffic" ? plan.trafficLimitBytes > 0n : (plan.deviceLimit ?? 0) > 0;

/** Whether an add-on can be bought for a subscription as it stands. A recurring one needs an end to be renewed at. */
export function fitsSubscription(
  addon: { kind: AddonKind; recurring: boolean; planIds: readonly string[] },
  subscription: Limits & {
    planId: string | null;
    live: boolean;
    isTrial: boolean;
    expiresAt: Date;
  },
): boolean {
  const { planId, live, isTrial, expiresAt } = subscription;
  if (!live || isTrial || planId === null) return false;
  if (addon.planIds.length > 0 && !addon.planIds.includes(planId)) return false;
  return isLimited(subscription, addon.kind) && !(addon.recurring && isLifetime(expiresAt));
}
