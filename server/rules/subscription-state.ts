import type { PanelUserStatus, SubscriptionStatus } from "@/db/enums";

/** The panel wants an expiry: a promise for life is a date nobody of today will see. */
export const LIFETIME_EXPIRY = new Date("2099-12-31T00:00:00.000Z");
export const LIFETIME_DAYS = 36_500;

export const isLifetime = (expiresAt: Date): boolean =>
  expiresAt.getTime() >= LIFETIME_EXPIRY.getTime();

export type PromisedState = {
  expiresAt: Date;
  enabled: boolean;
  cancelled: boolean;
  isTrial: boolean;
};

/** Null: the panel never showed this subscription. `missing`: it said that it no longer knows it. */
export type SeenState = { status: PanelUserStatus; missing: boolean } | null;

/** Whether the customer is owed a working connection at `now`. */
export const isLive = (
  promise: Pick<PromisedState, "expiresAt" | "enabled" | "cancelled">,
  now: Date,
): boolean => promise.enabled && !promise.cancelled && promise.expiresAt > now;

/**
 * The one word shown for a subscription. What we owe comes first: a promise that ended is over whatever
 * the panel still shows; a promise that runs is `pending` until the panel shows it working.
 */
export function shownStatus(input: {
  promise: PromisedState;
  observed: SeenState;
  now: Date;
}): SubscriptionStatus {
  const { promise, observed, now } = input;
  if (promise.cancelled) return "cancelled";
  if (promise.expiresAt <= now) return "expired";
  if (!promise.enabled) return "disabled";
  if (!observed || observed.missing) return "pending";
  switch (observed.status) {
    case "LIMITED":
      return "limited";
    case "DISABLED":
    case "EXPIRED":
      return "pending";
    case "ACTIVE":
      return promise.isTrial ? "trial" : "active";
  }
}

/** Days left as people count them: the last hours are one day. */
export function daysLeft(expiresAt: Date, now: Date): number {
  return Math.max(0, Math.ceil((expiresAt.getTime() - now.getTime()) / 86_400_000));
}
