import type { PayoutStatus } from "@/db/enums";
import { percentOf } from "./money";

/** Where a payout may go from each state. What has ended stays ended. */
const MOVES = {
  requested: ["approved", "rejected", "paid"],
  approved: ["processing", "paid", "rejected", "failed"],
  processing: ["approved", "paid", "failed"],
  paid: [],
  rejected: [],
  failed: [],
} as const satisfies Record<PayoutStatus, readonly PayoutStatus[]>;

export const canMove = (from: PayoutStatus, to: PayoutStatus): boolean =>
  (MOVES[from] as readonly PayoutStatus[]).includes(to);

/** Fee on the part that is not free of it: 10000 at 3 % with 5000 waived is 150. Never more than the amount. */
export function payoutFee(amount: bigint, feeBp: number, waived: bigint): bigint {
  const charged = amount - (waived < 0n ? 0n : waived);
  if (charged <= 0n) return 0n;
  const fee = percentOf(charged, feeBp);
  return fee > amount ? amount : fee;
}

export const PAYOUT_SCHEDULES = ["off", "weekly", "monthly"] as const;
export type PayoutSchedule = (typeof PAYOUT_SCHEDULES)[number];

/**
 * The period automatic payouts of this moment belong to, e.g. `2026-06` or `2026-06-01` (its Monday), by UTC: with
 * the partner's id it is the idempotency key. Null when there is no schedule.
 */
export function payoutPeriod(schedule: PayoutSchedule, now: Date): string | null {
  if (schedule === "off") return null;
  if (schedule === "monthly") return now.toISOString().slice(0, 7);
  const sinceMonday = (now.getUTCDay() + 6) % 7;
  return new Date(now.getTime() - sinceMonday * 86_400_000).toISOString().slice(0, 10);
}
