import fc from "fast-check";
import { expect, it } from "vitest";
import { dueReward, fraudSignals, leftOf, type ReferralTerms } from "./referral";

const terms: ReferralTerms = {
  enabled: true,
  refereePercent: 10,
  firstMonthOnly: true,
  referrerFreeDays: 30,
  renewalPercent: 5,
  burstPerHour: 10,
};
const order = { kind: "new", paid: 10_000n, first: true };

it("gives a free month for the first purchase, whatever was bought", () => {
  expect(dueReward(order, terms)).toEqual({ kind: "first_purchase", days: 30, amount: 0n });
  expect(dueReward({ ...order, kind: "renew" }, terms)?.days).toBe(30);
});

it("gives 5 % of every renewal after it, of nothing else", () => {
  const renewal = { ...order, kind: "renew", first: false };
  expect(dueReward(renewal, terms)).toEqual({ kind: "renewal", days: 0, amount: 500n });
  expect(dueReward({ ...renewal, kind: "upgrade" }, terms)).toBeNull();
  expect(dueReward({ ...renewal, paid: 9n }, terms)).toBeNull();
});

it("gives nothing where no money came, nor where it is switched off", () => {
  expect(dueReward({ ...order, paid: 0n }, terms)).toBeNull();
  expect(dueReward(order, { ...terms, enabled: false })).toBeNull();
  expect(dueReward(order, { ...terms, referrerFreeDays: 0 })).toBeNull();
});

it("keeps days while any money is left, and of credit the part that is", () => {
  const order = { paid: 10_000n, refunded: 9_999n };
  expect(leftOf({ days: 30, amount: 0n }, order).days).toBe(30);
  expect(leftOf({ days: 30, amount: 0n }, { ...order, refunded: 10_000n }).days).toBe(0);
  expect(leftOf({ days: 0, amount: 500n }, { ...order, refunded: 5_000n }).amount).toBe(250n);
});

it("never gives more than its share of what is left, and less with every refund", () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 9n });
  fc.assert(
    fc.property(amount, amount, amount, (paid, a, b) => {
      const [less, more] = a < b ? [a, b] : [b, a];
      const due = dueReward({ kind: "renew", paid, first: false }, terms) ?? {
        days: 0,
        amount: 0n,
      };
      const left = (refunded: bigint) => leftOf(due, { paid, refunded }).amount;
      expect(left(0n)).toBe(due.amount);
      expect(left(more)).toBeLessThanOrEqual(left(less));
      expect(due.amount * 20n).toBeLessThanOrEqual(paid + 20n);
      expect(left(paid)).toBe(0n);
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
