import fc from "fast-check";
import {
  type CommissionTerms,
  commissionOf,
  type OrderMoney,
  planCommissions,
  reversedOf,
} from "../commission";
import { ACCOUNTS, effectOn } from "../ledger";
import type { Currency } from "../money";
import {
  accrueEntries,
  type BookEntry,
  type PartnerBalances,
  paidEntries,
  releaseEntries,
  requestEntries,
  returnEntries,
  reverseEntries,
} from "../partner-books";
import { payoutFee } from "../payout";

/**
 * The partner program without a database: orders, partners and payouts as values, the books as a list of journals.
 * The verbs do the same steps under locks; here any order of them is tried.
 */
type Commission = CommissionTerms & {
  id: string;
  partner: string;
  baseAmount: bigint;
  amount: bigint;
  reversed: bigint;
  payableAt: number;
  released: boolean;
};
type Payout = { id: string; partner: string; amount: bigint; fee: bigint; ended: boolean };
type Journal = { key: string; partner: string; currency: Currency; entries: BookEntry[] };

const CURRENCY_OF: Record<string, Currency> = { sub: "RUB", mid: "USD", top: "JPY" };
export const CHAIN = ["sub", "mid", "top"];
/** Millionths between the currencies of orders and of partners, all made up. */
const RATES: Record<string, bigint> = {
  "RUB:RUB": 1_000_000n,
  "RUB:USD": 11_100n,
  "RUB:JPY": 1_730_000n,
  "XTR:RUB": 1_250_000n,
  "XTR:USD": 13_000n,
  "XTR:JPY": 2_050_000n,
};
const PROGRAM = {
  levels: [
    { from: 0, rateBp: 500 },
    { from: 2, rateBp: 1000 },
    { from: 4, rateBp: 2000 },
  ],
  overrideBp: [1000, 500],
};

class Books {
  readonly journals: Journal[] = [];
  readonly balances = new Map<string, bigint>();

  /** As `postJournal` does: a key is posted once, and a guarded account never falls below zero. */
  post(journal: Journal): void {
    if (this.journals.some(({ key }) => key === journal.key)) return;
    const sum = journal.entries.reduce((total, { amount }) => total + amount, 0n);
    if (sum !== 0n) throw new Error(`${journal.key} sums to ${sum}`);
    for (const { kind, of, amount } of journal.entries) {
      const account = `${kind}:${of === "house" ? "" : journal.partner}:${journal.currency}`;
      const balance = (this.balances.get(account) ?? 0n) + effectOn(kind, amount);
      if (ACCOUNTS[kind].guarded && balance < 0n) throw new Error(`${account} is ${balance}`);
      this.balances.set(account, balance);
    }
    this.journals.push(journal);
  }

  of(partner: string): PartnerBalances {
    const read = (kind: string) =>
      this.balances.get(`${kind}:${partner}:${CURRENCY_OF[partner]}`) ?? 0n;
    return {
      pending: read("partner_pending"),
      payable: read("partner_payable"),
      inPayout: read("partner_in_payout"),
      debt: read("partner_debt"),
    };
  }
}

class Shop {
  readonly books = new Books();
  readonly orders = new Map<number, OrderMoney & { currency: Currency; paid: boolean }>();
  readonly commissions: Commission[] = [];
  readonly payouts: Payout[] = [];
  level = 0;
  day = 0;

  private post(partner: string, key: string, entries: BookEntry[]): void {
    const currency = CURRENCY_OF[partner] ?? "RUB";
    this.books.post({ key, partner, currency, entries });
  }

  /** The reconcile verb: whatever event came, the order's present state decides. */
  settle(number: number): void {
    const order = this.orders.get(number);
    if (!order?.paid) return;
    let mine = this.commissions.filter(({ id }) => id.startsWith(`${number}:`));
    if (mine.length === 0) {
      const chain = CHAIN.map((partnerId) => ({
        partnerId,
        earns: true,
        level: this.level,
        terms: {},
      }));
      mine = planCommissions(chain, PROGRAM).map(({ partnerId, kind, rateBp }) => {
        const to = CURRENCY_OF[partnerId] ?? "RUB";
        const rateMicros = RATES[`${order.currency}:${to}`] ?? 0n;
        const terms = { rateBp, from: order.currency, to, rateMicros };
        return {
          ...terms,
          id: `${number}:${partnerId}:${kind}`,
          partner: partnerId,
          baseAmount: order.total,
          amount: commissionOf(order.total, terms),
          reversed: 0n,
          payableAt: this.day + 14,
          released: false,
        };
      });
      for (const { id, partner, amount } of mine) {
        this.post(partner, `${id}:accrued`, accrueEntries(amount));
      }
      this.commissions.push(...mine);
    }
    for (const commission of mine) {
      const target = reversedOf(commission, order);
      const more = target - commission.reversed;
      if (more <= 0n) continue;
      const { partner, id, released } = commission;
      const entries = reverseEntries(more, released, this.books.of(partner));
      this.post(partner, `${id}:reversed:${target}`, entries);
      commission.reversed = target;
    }
  }

  release(): void {
    for (const commission of this.commissions) {
      const { id, partner, amount, reversed, released, payableAt } = commission;
      if (released || reversed === amount || payableAt > this.day) continue;
      this.post(
        partner,
        `${id}:released`,
        releaseEntries(amount - reversed, this.books.of(partner)),
      );
      commission.released = true;
    }
  }

  request(partner: string, share: number): void {
    const { payable } = this.books.of(partner);
    const amount = (payable * BigInt(share)) / 100n;
    if (amount <= 0n) return;
    const id = `payout${this.payouts.length}`;
    this.payouts.push({ id, partner, amount, fee: payoutFee(amount, 300, 50n), ended: false });
    this.post(partner, `${id}:requested`, requestEntries(amount));
  }

  end(index: number, paid: boolean, asCredit: boolean): void {
    const payout = this.payouts[index % Math.max(1, this.payouts.length)];
    if (!payout || payout.ended) return;
    const { id, partner, amount, fee } = payout;
    const entries = paid
      ? paidEntries(amount, fee, asCredit)
      : returnEntries(amount, this.books.of(partner));
    this.post(partner, `${id}:${paid ? "paid" : "returned"}`, entries);
    payout.ended = true;
  }
}

export type Step =
  | { do: "buy"; order: number; total: bigint; credit: bigint; currency: Currency; paid: boolean }
  | { do: "paid"; order: number }
  | { do: "refund"; order: number; percent: number; asCredit: boolean }
  | { do: "event"; order: number }
  | { do: "days"; days: number }
  | { do: "release" }
  | { do: "level"; level: number }
  | { do: "request"; partner: string; share: number }
  | { do: "end"; index: number; paid: boolean; asCredit: boolean };

function run(shop: Shop, step: Step): void {
  const order = "order" in step ? shop.orders.get(step.order) : undefined;
  switch (step.do) {
    case "buy": {
      const { total, credit, currency, paid } = step;
      const fresh = { total, credit, currency, refunded: 0n, refundedCredit: 0n, paid };
      if (!order) shop.orders.set(step.order, fresh);
      return;
    }
    case "paid":
      if (order) order.paid = true;
      return;
    case "refund": {
      // Its event comes apart from it, at any time, or never before the next.
      if (!order?.paid) return;
      const free = order.total + order.credit - order.refunded - order.refundedCredit;
      const wanted = ((order.total + order.credit) * BigInt(step.percent)) / 100n;
      const amount = wanted < free ? wanted : free;
      const money = order.total - order.refunded;
      if (step.asCredit) order.refundedCredit += amount;
      else order.refunded += amount < money ? amount : money;
      return;
    }
    case "event":
      shop.settle(step.order);
      return;
    case "days":
      shop.day += step.days;
      return;
    case "release":
      shop.release();
      return;
    case "level":
      shop.level = step.level;
      return;
    case "request":
      shop.request(step.partner, step.share);
      return;
    case "end":
      shop.end(step.index, step.paid, step.asCredit);
      return;
  }
}

const order = fc.integer({ min: 0, max: 2 });
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant("buy" as const),
      order,
      total: fc.oneof(fc.bigInt(1n, 30n), fc.bigInt(1n, 10n ** 8n)),
      credit: fc.bigInt(0n, 500n),
      currency: fc.constantFrom<Currency>("RUB", "XTR"),
      paid: fc.boolean(),
    }),
    fc.record({ do: fc.constant("paid" as const), order }),
    fc.record({
      do: fc.constant("refund" as const),
      order,
      percent: fc.integer({ min: 1, max: 100 }),
      asCredit: fc.boolean(),
    }),
    { weight: 4, arbitrary: fc.record({ do: fc.constant("event" as const), order }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant("days" as const),
        days: fc.integer({ min: 1, max: 20 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("release" as const) }) },
    fc.record({ do: fc.constant("level" as const), level: fc.integer({ min: 0, max: 2 }) }),
    fc.record({
      do: fc.constant("request" as const),
      partner: fc.constantFrom(...CHAIN),
      share: fc.integer({ min: 1, max: 100 }),
    }),
    fc.record({
      do: fc.constant("end" as const),
      index: fc.nat(10),
      paid: fc.boolean(),
      asCredit: fc.boolean(),
    }),
  ),
  { minLength: 20, maxLength: 80, size: "max" },
);

export const playedOn = (history: Step[]): Shop => {
  const shop = new Shop();
  for (const step of history) run(shop, step);
  return shop;
};
