import fc from "fast-check";
import { expect, it } from "vitest";
import { dueReward, fraudSignals, type ReferralTerms } from "./referral";

const terms: ReferralTerms = {
  enabled: true,
  refereePercent: 10,
  firstMonthOnly: true,
  referrerFreeDays: 30,
  renewalPercent: 5,
  burstPerHour: 10,
};
const order = { kind: "new", paid: 10_000n, refunded: 0n, first: true };

it("gives a free month for the first purchase, whatever was bought", () => {
  expect(dueReward(order, terms)).toEqual({ kind: "first_purchase", days: 30, amount: 0n });
  expect(dueReward({ ...order, kind: "renew" }, terms)?.days).toBe(30);
});

it("gives 5 % of every renewal after it, of nothing else", () => {
  const renewal = { ...order, kind: "renew", first: false };
  expect(dueReward(renewal, terms)).toEqual({ kind: "renewal", days: 0, amount: 500n });
  expect(dueReward({ ...renewal, refunded: 5000n }, terms)?.amount).toBe(250n);
  expect(dueReward({ ...renewal, kind: "upgrade" }, terms)).toBeNull();
});

it("gives nothing for what was refunded whole, nor where it is switched off", () => {
  expect(dueReward({ ...order, refunded: 10_000n }, terms)?.days).toBe(0);
  expect(dueReward(order, { ...terms, enabled: false })).toBeNull();
  expect(dueReward(order, { ...terms, referrerFreeDays: 0 })).toBeNull();
});

it("never gives more than its share of what is left, and less with every refund", () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 9n });
  fc.assert(
    fc.property(amount, amount, amount, (paid, a, b) => {
      const [less, more] = a < b ? [a, b] : [b, a];
      const due = (refunded: bigint) =>
        dueReward({ kind: "renew", paid, refunded, first: false }, terms)?.amount ?? 0n;
      expect(due(more)).toBeLessThanOrEqual(due(less));
      expect(due(0n) * 20n).toBeLessThanOrEqual(paid + 20n);
      expect(due(paid)).toBe(0n);
    }),
    { numRuns: 2000 },
  );
});

it("names what speaks against a reward", () => {
  const clean = {
    sameDevice: false,
    sameInstrument: false,
    signUpsWithinHour: 10,
    circular: false,
  };
  expect(fraudSignals(clean, terms)).toEqual([]);
  expect(fraudSignals({ ...clean, signUpsWithinHour: 11 }, terms)).toEqual(["burst"]);
  expect(fraudSignals({ ...clean, signUpsWithinHour: 99 }, { ...terms, burstPerHour: 0 })).toEqual(
    [],
  );
  expect(
    fraudSignals({ ...clean, sameDevice: true, sameInstrument: true, circular: true }, terms),
  ).toEqual(["same_device", "same_instrument", "circular"]);
});
