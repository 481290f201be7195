import type { RewardKind } from "@/db/enums";
import { divideHalfUp, percentOf } from "./money";

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
  /** Minor units paid through a gateway. */
  paid: bigint;
  first: boolean;
};

export type RewardValue = { days: number; amount: bigint };
export type DueReward = RewardValue & { kind: RewardKind };

/**
 * What an order is worth to the referrer before anything of it went back: a free month for the first purchase, a
 * share of every renewal after it. Decided once: terms that change later change no reward there is.
 */
export function dueReward(order: RewardedOrder, terms: ReferralTerms): DueReward | null {
  if (!terms.enabled || order.paid <= 0n) return null;
  if (order.first) {
    const days = terms.referrerFreeDays;
    return days > 0 ? { kind: "first_purchase", days, amount: 0n } : null;
  }
  if (order.kind !== "renew") return null;
  const amount = percentOf(order.paid, terms.renewalPercent * 100);
  return amount > 0n ? { kind: "renewal", days: 0, amount } : null;
}

/** What is left of a reward after refunds: the same part of the credit as of the money; days while any money is left. */
export function leftOf(
  reward: RewardValue,
  { paid, refunded }: { paid: bigint; refunded: bigint },
): RewardValue {
  if (paid <= refunded) return { days: 0, amount: 0n };
  return { days: reward.days, amount: divideHalfUp(reward.amount * (paid - refunded), paid) };
}
