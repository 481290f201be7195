import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { money } from "./money";
import { type Discount, type QuoteInput, quote } from "./pricing";
import { prorationCredit } from "./proration";
import { LIFETIME_EXPIRY } from "./subscription-state";

const NOW = new Date("2026-06-01T00:00:00Z");
const DAY = 86_400_000;
const days = (n: number) => new Date(NOW.getTime() + n * DAY);

const base: QuoteInput = {
  plan: {
    id: "pln_1",
    name: { en: "Basic", ru: "Базовый" },
    trafficLimitBytes: 0n,
    trafficStrategy: "MONTH",
    deviceLimit: 3,
    internalSquads: ["a"],
    externalSquad: null,
  },
  duration: { id: "dur_1", days: 30 },
  price: money(10000n, "RUB"),
  kind: "new",
  discounts: [],
  credit: 0n,
  now: NOW,
};

const percent = (source: Discount["source"], basisPoints: number): Discount => ({
  source,
  kind: "percent",
  basisPoints,
});

describe("quote", () => {
  it("takes each percentage from what is left: 10000 with 20 % then 10 % is 7200", () => {
    const q = quote({ ...base, discounts: [percent("promo", 1000), percent("personal", 2000)] });
    expect(q.total).toBe(7200n);
    expect(q.lines).toEqual([
      { code: "plan", amount: 10000n },
      { code: "personal", amount: -2000n },
      { code: "promo", amount: -800n },
    ]);
  });

  it("takes 30 % off 99900", () => {
    const q = quote({ ...base, price: money(99900n, "RUB"), discounts: [percent("promo", 3000)] });
    expect(q.total).toBe(69930n);
  });

  it("takes fixed amounts last and never goes below zero", () => {
    const q = quote({
      ...base,
      discounts: [{ source: "personal", kind: "fixed", amount: 9500n }, percent("promo", 1000)],
    });
    expect(q.lines.map((line) => line.amount)).toEqual([10000n, -1000n, -9000n]);
    expect(q.total).toBe(0n);
  });

  it("renews from the end of what runs, and from now when it is over", () => {
    const renew = { ...base, kind: "renew" as const };
    expect(quote({ ...renew, current: { expiresAt: days(10), periods: [] } }).expiresAt).toEqual(
      days(40),
    );
    expect(quote({ ...renew, current: { expiresAt: days(-10), periods: [] } }).expiresAt).toEqual(
      days(30),
    );
  });

  it("counts the unused half of a paid month towards an upgrade, rounded down", () => {
    const q = quote({
      ...base,
      kind: "upgrade",
      current: {
        expiresAt: days(15),
        periods: [{ paid: 5001n, startsAt: days(-15), endsAt: days(15) }],
      },
    });
    expect(q.lines).toContainEqual({ code: "proration", amount: -2500n });
    expect(q.total).toBe(7500n);
    expect(q.expiresAt).toEqual(days(30));
  });

  it("turns credit beyond the price of a cheaper plan into days", () => {
    const q = quote({
      ...base,
      price: money(1000n, "RUB"),
      kind: "upgrade",
      current: {
        expiresAt: days(30),
        periods: [{ paid: 3000n, startsAt: NOW, endsAt: days(30) }],
      },
    });
    expect(q).toMatchObject({ total: 0n, bonusDays: 60 });
    expect(q.expiresAt).toEqual(days(90));
  });

  it("carries the whole value on, so that changing twice loses nothing", () => {
    const periods = [{ paid: 10_000n, startsAt: NOW, endsAt: days(30) }];
    const first = quote({
      ...base,
      price: money(12_000n, "RUB"),
      kind: "upgrade",
      current: { expiresAt: days(30), periods },
    });
    expect(first).toMatchObject({ total: 2000n, value: 12_000n });
    const second = quote({
      ...base,
      price: money(15_000n, "RUB"),
      kind: "upgrade",
      current: {
        expiresAt: days(30),
        periods: [{ paid: first.value, startsAt: NOW, endsAt: days(30) }],
      },
    });
    expect(second.total).toBe(3000n);
  });

  it("gives nobody more than a lifetime for a large credit and a tiny price", () => {
    const q = quote({
      ...base,
      price: money(1n, "RUB"),
      kind: "upgrade",
      current: {
        expiresAt: days(3650),
        periods: [{ paid: 10n ** 12n, startsAt: NOW, endsAt: days(3650) }],
      },
    });
    expect(q).toMatchObject({ total: 0n, expiresAt: LIFETIME_EXPIRY });
  });

  it("counts unused time of upgrades only, never of renewals", () => {
    const q = quote({
      ...base,
      kind: "renew",
      current: { expiresAt: days(15), periods: [{ paid: 5000n, startsAt: NOW, endsAt: days(15) }] },
    });
    expect(q.total).toBe(10000n);
  });

  it("always adds up, and never charges less than nothing or more than the price", () => {
    const source = fc.constantFrom("personal" as const, "referral" as const, "promo" as const);
    const discount = fc.oneof(
      fc.record({
        source,
        kind: fc.constant("percent" as const),
        basisPoints: fc.integer({ min: -500, max: 20_000 }),
      }),
      fc.record({
        source,
        kind: fc.constant("fixed" as const),
        amount: fc.bigInt({ min: -100n, max: 10n ** 7n }),
      }),
    );
    const period = fc
      .record({
        paid: fc.bigInt({ min: 0n, max: 10n ** 7n }),
        start: fc.integer({ min: -400, max: 100 }),
        length: fc.integer({ min: 0, max: 400 }),
      })
      .map(({ paid, start, length }) => ({
        paid,
        startsAt: days(start),
        endsAt: days(start + length),
      }));
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 7n }),
        fc.array(discount, { maxLength: 5 }),
        fc.bigInt({ min: -5n, max: 10n ** 7n }),
        fc.array(period, { maxLength: 4 }),
        fc.constantFrom("new" as const, "renew" as const, "upgrade" as const),
        (price, discounts, credit, periods, kind) => {
          const q = quote({
            ...base,
            kind,
            price: money(price, "RUB"),
            discounts,
            credit,
            current: { expiresAt: days(3), periods },
          });
          expect(q.lines.reduce((sum, line) => sum + line.amount, 0n)).toBe(q.total);
          expect(q.subtotal - q.discount - q.credit).toBe(q.total);
          expect(q.total >= 0n && q.total <= price && q.discount >= 0n && q.credit >= 0n).toBe(
            true,
          );
          expect(q.expiresAt?.getTime()).toBeGreaterThan(NOW.getTime());
          const earlier = kind === "upgrade" ? prorationCredit(periods, NOW) : 0n;
          expect(q.value).toBeLessThanOrEqual(q.total + q.credit + earlier);
          expect(q.value).toBeGreaterThanOrEqual(q.total + q.credit);
        },
      ),
    );
  });
});
