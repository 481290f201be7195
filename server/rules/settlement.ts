import { fromDecimal, isCurrency, type Money } from "./money";

/** What a provider says arrived, as it wrote it. */
export type ReceivedMoney = { decimal: string; currency: string };

export type Verdict =
  /** `surplus`: minor units beyond what was asked for. */
  | { kind: "settle"; received: Money; surplus: bigint }
  | { kind: "hold"; reason: HoldReason; received: Money | null };

/** `credit_gone`: the order had expired, and the credit that was to pay the rest of it is spent. */
export const HOLD_REASONS = [
  "underpaid",
  "wrong_currency",
  "unreadable_amount",
  "credit_gone",
] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/**
 * Is this the money that was asked for? Amount and currency both count, to the smallest unit: `149.995` is not
 * 150 roubles, 500 Stars are not 500 roubles. Too much is enough; anything else waits for a person.
 */
export function judge(asked: Money, received: ReceivedMoney): Verdict {
  const money = isCurrency(received.currency)
    ? fromDecimal(received.decimal, received.currency)
    : null;
  if (received.currency !== asked.currency) {
    return { kind: "hold", reason: "wrong_currency", received: money };
  }
  if (!money || money.amount <= 0n)
    return { kind: "hold", reason: "unreadable_amount", received: null };
  if (money.amount < asked.amount) return { kind: "hold", reason: "underpaid", received: money };
  return { kind: "settle", received: money, surplus: money.amount - asked.amount };
}

/** Seconds until an open payment is asked for again: often while the customer waits, then ever more rarely. */
const POLL_SECONDS = [10, 15, 20, 30, 60, 60, 120, 300, 600, 1800, 3600];
/** How long after its end a payment is still asked for: bank transfers arrive late. */
export const LATE_WINDOW_MS = 48 * 3_600_000;

/** When to ask again; null when the payment is given up. */
export function nextPoll(attempts: number, now: Date, expiresAt: Date): Date | null {
  if (now.getTime() > expiresAt.getTime() + LATE_WINDOW_MS) return null;
  const seconds = POLL_SECONDS[Math.min(attempts, POLL_SECONDS.length - 1)] ?? 3600;
  return new Date(now.getTime() + seconds * 1000);
}
