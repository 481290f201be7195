import type { RewardKind } from "@/db/enums";
import { percentOf } from "./money";

/** Percentages are whole, as operators write them. */
export type ReferralTerms = {
  enabled: boolean;
  refereePercent: number;
  firstMonthOnly: boolean;
  referrerFreeDays: number;
  renewalPercent: number;
  /** So many sign-ups of one code within an hour are suspicious; 0 switches this signal off. */
  burstPerHour: number;
};

export const FRAUD_SIGNALS = ["same_device", "same_instrument", "burst", "circular"] as const;
export type FraudSignal = (typeof FRAUD_SIGNALS)[number];

/** What was seen of two people and the code between them. */
export type Sighting = {
  sameDevice: boolean;
  sameInstrument: boolean;
  signUpsWithinHour: number;
  /** The referrer was invited by the referee, at whatever distance. */
  circular: boolean;
};

/** Why a reward should wait for a person's look; empty when nothing speaks against it. */
export function fraudSignals(seen: Sighting, terms: ReferralTerms): FraudSignal[] {
  const found: Record<FraudSignal, boolean> = {
    same_device: seen.sameDevice,
    same_instrument: seen.sameInstrument,
    burst: terms.burstPerHour > 0 && seen.signUpsWithinHour > terms.burstPerHour,
    circular: seen.circular,
  };
  return FRAUD_SIGNALS.filter((signal) => found[signal]);
}

/** A paid order of an invited person, as far as rewards depend on it. Money only: credit is no new money. */
export type RewardedOrder = {
  kind: string;
  /** Minor units paid through a gateway, and what of them went back. */
  paid: bigint;
  refunded: bigint;
  first: boolean;
};

export type DueReward = { kind: RewardKind; days: number; amount: bigint };

/**
 * What the referrer is due for an order as it stands now: a free month for the first purchase, a share of every
 * renewal after it. Refunds lower the share; a purchase refunded whole is due nothing.
 */
export function dueReward(order: RewardedOrder, terms: ReferralTerms): DueReward | null {
  if (!terms.enabled) return null;
  const left = order.paid > order.refunded ? order.paid - order.refunded : 0n;
  if (order.first) {
    if (terms.referrerFreeDays === 0) return null;
    return { kind: "first_purchase", days: left > 0n ? terms.referrerFreeDays : 0, amount: 0n };
  }
  if (order.kind !== "renew" || terms.renewalPercent === 0) return null;
  return { kind: "renewal", days: 0, amount: percentOf(left, terms.renewalPercent * 100) };
}
