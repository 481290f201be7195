import type { OrderKind, TrafficStrategy } from "@/db/enums";
import { expiryAfter, periodStart } from "./entitlement";
import { FULL_BP, type Money, percentOf } from "./money";
import { type PaidPeriod, prorationCredit } from "./proration";

/** What a plan grants, as quoted: later changes of the plan do not change what was sold. */
export type QuotedPlan = {
  id: string;
  name: { en: string; ru: string };
  trafficLimitBytes: bigint;
  trafficStrategy: TrafficStrategy;
  deviceLimit: number | null;
  internalSquads: string[];
  externalSquad: string | null;
};

/** In this order each percentage takes from what is left; fixed amounts come last. */
export const DISCOUNT_ORDER = ["personal", "referral", "promo"] as const;
export type DiscountSource = (typeof DISCOUNT_ORDER)[number];

export type Discount =
  | {
      source: DiscountSource;
      kind: "percent";
      basisPoints: number;
      /** Takes from the price of the first so many days only. */
      firstDays?: number;
    }
  | { source: DiscountSource; kind: "fixed"; amount: bigint };

export type QuoteLine = { code: "plan" | "proration" | "credit" | DiscountSource; amount: bigint };

export type QuoteInput = {
  plan: QuotedPlan;
  duration: { id: string; days: number };
  /** The duration's price. */
  price: Money;
  kind: OrderKind;
  discounts: readonly Discount[];
  /** Customer credit offered for this order, minor units of the price's currency. */
  credit: bigint;
  now: Date;
  /** The subscription the order acts on: its end, and the running paid grants in the price's currency. */
  current?: { expiresAt: Date; periods: readonly PaidPeriod[] };
};

export type Quote = {
  kind: OrderKind;
  plan: QuotedPlan;
  durationId: string;
  durationDays: number;
  currency: Money["currency"];
  /** First the price, then everything that is taken off (negative). They sum to `total`. */
  lines: QuoteLine[];
  subtotal: bigint;
  /** Discounts and proration together. */
  discount: bigint;
  credit: bigint;
  total: bigint;
  /** When the subscription ends if this is paid now. */
  expiresAt: Date;
  /**
   * Days bought by proration credit beyond the price: nobody loses what they paid for by choosing a cheaper
   * plan. 0 for everything but such a change, and where a day has no price.
   */
  bonusDays: number;
  /**
   * What the bought time is worth, minor units: money, customer credit and what a change carried over. The
   * base of the next proration, so that changing twice loses nothing.
   */
  value: bigint;
};

/** The only price computation in the product. What it shows is what is charged, and what is granted. */
export function quote(input: QuoteInput): Quote {
  const { plan, duration, price, kind, now, current } = input;
  const subtotal = price.amount;
  if (subtotal < 0n || duration.days <= 0) throw new Error("A price and a duration are positive");
  const lines: QuoteLine[] = [{ code: "plan", amount: subtotal }];
  let left = subtotal;
  const take = (code: QuoteLine["code"], wanted: bigint): void => {
    const amount = wanted < 0n ? 0n : wanted > left ? left : wanted;
    if (amount === 0n) return;
    lines.push({ code, amount: -amount });
    left -= amount;
  };

  for (const discount of inOrder(input.discounts)) {
    take(
      discount.source,
      discount.kind === "percent"
        ? percentOf(left, clampBp(discount.basisPoints))
        : discount.amount,
    );
  }
  const afterDiscounts = left;

  const unused = kind === "upgrade" ? prorationCredit(current?.periods ?? [], now) : 0n;
  take("proration", unused);
  const beyond = unused > afterDiscounts ? unused - afterDiscounts : 0n;
  const bonusDays =
    beyond > 0n && afterDiscounts > 0n
      ? Number((beyond * BigInt(duration.days)) / afterDiscounts)
      : 0;

  const discount = subtotal - left;
  take("credit", input.credit);
  const credit = subtotal - discount - left;

  return {
    kind,
    plan,
    durationId: duration.id,
    durationDays: duration.days,
    currency: price.currency,
    lines,
    subtotal,
    discount,
    credit,
    total: left,
    expiresAt: expiryAfter(periodStart(kind, now, current?.expiresAt), duration.days + bonusDays),
    bonusDays,
    value: afterDiscounts + beyond,
  };
}

const clampBp = (bp: number): number => Math.min(FULL_BP, Math.max(0, bp));

/** Percentages by source, then fixed amounts by source. */
function inOrder(discounts: readonly Discount[]): Discount[] {
  const rank = ({ kind, source }: Discount) =>
    (kind === "fixed" ? DISCOUNT_ORDER.length : 0) + DISCOUNT_ORDER.indexOf(source);
  return [...discounts].sort((a, b) => rank(a) - rank(b));
}
