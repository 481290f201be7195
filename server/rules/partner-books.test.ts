import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHAIN, playedOn, type Step, steps } from "./testing/partner-model";

describe("any interleaving of purchases, refunds, late events, holds, levels, payouts and clawbacks", () => {
  it("keeps the books whole", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(steps, (history) => {
        const shop = playedOn(history);
        for (const currency of ["RUB", "USD", "JPY"]) {
          const sum = shop.books.journals
            .filter((journal) => journal.currency === currency)
            .flatMap(({ entries }) => entries)
            .reduce((total, { amount }) => total + amount, 0n);
          expect(sum).toBe(0n);
        }
        const ids = shop.commissions.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const partner of CHAIN) {
          const mine = shop.commissions.filter((commission) => commission.partner === partner);
          const { pending, payable, inPayout, debt } = shop.books.of(partner);
          const held = mine
            .filter(({ released }) => !released)
            .reduce((sum, { amount, reversed }) => sum + amount - reversed, 0n);
          const earned = mine.reduce((sum, { amount, reversed }) => sum + amount - reversed, 0n);
          const paid = shop.books.journals
            .filter((journal) => journal.partner === partner && journal.key.endsWith(":paid"))
            .flatMap(({ entries }) => entries)
            .filter(({ kind }) => kind === "partner_in_payout")
            .reduce((sum, { amount }) => sum + amount, 0n);
          expect(pending).toBe(held);
          expect(pending + payable + inPayout - debt + paid).toBe(earned);
          expect(debt === 0n || payable === 0n).toBe(true);
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it("has no commission of money that all went back", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(steps, (history) => {
        const shop = playedOn(history);
        for (const [number, bought] of shop.orders) {
          if (bought.paid) bought.refunded = bought.total;
          shop.settle(number);
        }
        for (const { amount, reversed } of shop.commissions) expect(reversed).toBe(amount);
        for (const partner of CHAIN) expect(shop.books.of(partner).pending).toBe(0n);
      }),
      { numRuns: 2000 },
    );
  });

  it("ends the same when its history is played again, or each event comes twice", {
    timeout: 120_000,
  }, () => {
    fc.assert(
      fc.property(steps, (history) => {
        const once = playedOn(history).books.balances;
        const twice = history.flatMap((step): Step[] =>
          step.do === "event" || step.do === "release" ? [step, step] : [step],
        );
        expect(playedOn(history).books.balances).toEqual(once);
        expect(playedOn(twice).books.balances).toEqual(once);
      }),
      { numRuns: 2000 },
    );
  });

  it("does not care whether the refund's event came before the payment's", () => {
    const bought: Step[] = [
      { do: "buy", order: 1, total: 9_999n, credit: 0n, currency: "RUB", paid: false },
      { do: "paid", order: 1 },
    ];
    const refund: Step = { do: "refund", order: 1, percent: 30, asCredit: false };
    const event: Step = { do: "event", order: 1 };
    expect(playedOn([...bought, refund, event]).books.balances).toEqual(
      playedOn([...bought, event, refund, event]).books.balances,
    );
  });
});
