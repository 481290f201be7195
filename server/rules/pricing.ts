import type { AddonKind, OrderKind, TrafficStrategy } from "@/db/enums";
import { expiryAfter, periodStart } from "./entitlement";
import { allocate, FULL_BP, type Money, percentOf } from "./money";
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

/** An add-on as it was sold: later changes of the catalog do not change it. */
export type QuotedAddon = {
  addonId: string;
  name: { en: string; ru: string };
  kind: AddonKind;
  /** Bytes of traffic, or a number of devices. */
  quantity: bigint;
  recurring: boolean;
  /** What this purchase charges for it, minor units. */
  amount: bigint;
};

export type QuoteLine = {
  code: "plan" | "addon" | "topup" | "proration" | "credit" | DiscountSource;
  amount: bigint;
  /** The add-on's. */
  name?: { en: string; ru: string };
};

/** The promo code a quote counts on: reserved when the order is made. */
export type QuotedPromo = { promoCodeId: string; code: string };

export type QuoteInput = {
  plan: QuotedPlan;
  duration: { id: string; days: number };
  /** The duration's price. */
  price: Money;
  kind: OrderKind;
  /** Recurring add-ons that are renewed together with the plan. */
  addons?: readonly QuotedAddon[];
  discounts: readonly Discount[];
  promo?: QuotedPromo | null;
  /** Customer credit offered for this order, minor units of the price's currency. */
  credit: bigint;
  now: Date;
  /** The subscription the order acts on: its end, and the running paid grants in the price's currency. */
  current?: { expiresAt: Date; periods: readonly PaidPeriod[] };
};

export type Quote = {
  kind: OrderKind;
  /** Null for add-ons and top-ups. */
  plan: QuotedPlan | null;
  durationId: string | null;
  /** 0 for what adds no time. */
  durationDays: number;
  addons: QuotedAddon[];
  promo: QuotedPromo | null;
  currency: Money["currency"];
  /** First the price, then everything that is taken off (negative). They sum to `total`. */
  lines: QuoteLine[];
  subtotal: bigint;
  /** Discounts and proration together. */
  discount: bigint;
  credit: bigint;
  total: bigint;
  /** When what is bought ends if it is paid now; null for what does not end. */
  expiresAt: Date | null;
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
  const { plan, duration, price, kind, now, current, addons = [] } = input;
  if (price.amount < 0n || duration.days <= 0) {
    throw new Error("A price and a duration are positive");
  }
  const bill = openBill([
    { code: "plan", amount: price.amount },
    ...addons.map(({ name, amount }): QuoteLine => ({ code: "addon", name, amount })),
  ]);
  discountBill(bill, input.discounts, duration.days);
  const afterDiscounts = bill.left;

  const unused = kind === "upgrade" ? prorationCredit(current?.periods ?? [], now) : 0n;
  bill.take("proration", unused);
  const beyond = unused > afterDiscounts ? unused - afterDiscounts : 0n;
  const bonusDays =
    beyond > 0n && afterDiscounts > 0n
      ? Number((beyond * BigInt(duration.days)) / afterDiscounts)
      : 0;
  const ofThePlan = planShare(afterDiscounts, price.amount, addons);

  return {
    kind,
    plan,
    durationId: duration.id,
    durationDays: duration.days,
    addons: [...addons],
    promo: input.promo ?? null,
    ...closeBill(bill, input.credit),
    currency: price.currency,
    expiresAt: expiryAfter(periodStart(kind, now, current?.expiresAt), duration.days + bonusDays),
    bonusDays,
    value: ofThePlan + beyond,
  };
}

/** An add-on for a running subscription; its amount is already for the time it is bought for. */
export function quoteAddon(input: {
  addon: QuotedAddon;
  currency: Money["currency"];
  discounts: readonly Discount[];
  credit: bigint;
  expiresAt: Date;
}): Quote {
  const { addon, currency, discounts, credit, expiresAt } = input;
  const bill = openBill([{ code: "addon", name: addon.name, amount: addon.amount }]);
  discountBill(bill, discounts, 0);
  return {
    kind: "addon",
    plan: null,
    durationId: null,
    durationDays: 0,
    addons: [addon],
    promo: null,
    ...closeBill(bill, credit),
    currency,
    expiresAt,
    bonusDays: 0,
    // Time of the plan is what proration counts; an add-on bought none.
    value: 0n,
  };
}

/** Money put on the customer's own credit: charged as it is, nothing is taken off. */
export function quoteTopup({ amount, currency }: Money): Quote {
  const bill = openBill([{ code: "topup", amount }]);
  return {
    kind: "topup",
    plan: null,
    durationId: null,
    durationDays: 0,
    addons: [],
    promo: null,
    ...closeBill(bill, 0n),
    currency,
    expiresAt: null,
    bonusDays: 0,
    value: 0n,
  };
}

type Bill = {
  lines: QuoteLine[];
  subtotal: bigint;
  left: bigint;
  /** Takes an amount off, as far as there is something left. */
  take(code: QuoteLine["code"], wanted: bigint): void;
};

function openBill(charges: QuoteLine[]): Bill {
  const subtotal = charges.reduce((sum, { amount }) => sum + amount, 0n);
  const bill: Bill = {
    lines: [...charges],
    subtotal,
    left: subtotal,
    take(code, wanted) {
      const amount = wanted < 0n ? 0n : wanted > bill.left ? bill.left : wanted;
      if (amount === 0n) return;
      bill.lines.push({ code, amount: -amount });
      bill.left -= amount;
    },
  };
  return bill;
}

function discountBill(bill: Bill, discounts: readonly Discount[], days: number): void {
  for (const discount of inOrder(discounts)) {
    bill.take(
      discount.source,
      discount.kind === "percent"
        ? percentOf(firstDaysOf(bill.left, days, discount.firstDays), clampBp(discount.basisPoints))
        : discount.amount,
    );
  }
}

/** What of an amount for `days` days falls on the first so many, rounded down. */
const firstDaysOf = (amount: bigint, days: number, first: number | undefined): bigint =>
  first === undefined || days <= first ? amount : (amount * BigInt(first)) / BigInt(days);

function closeBill(bill: Bill, credit: bigint) {
  const discount = bill.subtotal - bill.left;
  bill.take("credit", credit);
  return {
    lines: bill.lines,
    subtotal: bill.subtotal,
    discount,
    credit: bill.subtotal - discount - bill.left,
    total: bill.left,
  };
}

/** Discounts fall on plan and add-ons alike; only the plan's time is prorated later. */
function planShare(amount: bigint, price: bigint, addons: readonly QuotedAddon[]): bigint {
  const extra = addons.reduce((sum, addon) => sum + addon.amount, 0n);
  if (extra === 0n || price + extra === 0n) return amount;
  return allocate(amount, [price, extra])[0] ?? 0n;
}

const clampBp = (bp: number): number => Math.min(FULL_BP, Math.max(0, bp));

/** Percentages by source, then fixed amounts by source. */
function inOrder(discounts: readonly Discount[]): Discount[] {
  const rank = ({ kind, source }: Discount) =>
    (kind === "fixed" ? DISCOUNT_ORDER.length : 0) + DISCOUNT_ORDER.indexOf(source);
  return [...discounts].sort((a, b) => rank(a) - rank(b));
}
