import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addonPrice, addonPriceNow, effectiveLimits, fitsSubscription } from "./addon";
import { LIFETIME_EXPIRY } from "./subscription-state";

const now = new Date("2026-05-01T00:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

describe("addonPrice", () => {
  it.each([
    [5, 416n],
    [12, 1000n],
    [58, 4833n],
    [365, 30_416n],
    [30, 2500n],
    [0, 0n],
  ])("2500 for 30 days is for %i days %i", (days, price) => {
    expect(addonPrice(2500n, days)).toBe(price);
  });

  it("is never more than its share, never free, and never less for more days", () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 9n), fc.integer({ min: 1, max: 3650 }), (per30, days) => {
        const price = addonPrice(per30, days);
        expect(price === 1n || price * 30n <= per30 * BigInt(days)).toBe(true);
        expect(price > 0n).toBe(true);
        expect(addonPrice(per30, days + 1) >= price).toBe(true);
      }),
    );
  });

  it("refuses nonsense", () => {
    expect(() => addonPrice(2500n, 1.5)).toThrow();
    expect(() => addonPrice(2500n, -1)).toThrow();
    expect(() => addonPrice(-1n, 1)).toThrow();
  });

  it("counts a begun day whole, and a one-time add-on once", () => {
    const expiresAt = new Date(inDays(4).getTime() + 1);
    expect(addonPriceNow({ price: 2500n, recurring: true }, { expiresAt, now })).toBe(416n);
    expect(addonPriceNow({ price: 2500n, recurring: false }, { expiresAt, now })).toBe(2500n);
  });
});

describe("effectiveLimits", () => {
  const addons = [
    { kind: "traffic" as const, quantity: 50n },
    { kind: "traffic" as const, quantity: 25n },
    { kind: "devices" as const, quantity: 2n },
  ];

  it("adds what runs", () => {
    expect(effectiveLimits({ trafficLimitBytes: 100n, deviceLimit: 3 }, addons)).toEqual({
      trafficLimitBytes: 175n,
      deviceLimit: 5,
    });
  });

  it.each([0, null])("leaves no limit (%s devices) alone", (deviceLimit) => {
    const plan = { trafficLimitBytes: 0n, deviceLimit };
    expect(effectiveLimits(plan, addons)).toEqual(plan);
  });
});

describe("fitsSubscription", () => {
  const addon = { kind: "devices" as const, recurring: true, planIds: [] as string[] };
  const subscription = {
    planId: "pln_a",
    live: true,
    isTrial: false,
    expiresAt: inDays(10),
    trafficLimitBytes: 0n,
    deviceLimit: 3,
  };

  it("is offered to a running subscription of its plans", () => {
    expect(fitsSubscription(addon, subscription)).toBe(true);
    expect(fitsSubscription({ ...addon, planIds: ["pln_a"] }, subscription)).toBe(true);
    expect(fitsSubscription({ ...addon, planIds: ["pln_b"] }, subscription)).toBe(false);
  });

  it.each([
    { live: false },
    { isTrial: true },
    { planId: null },
    { deviceLimit: 0 },
    { deviceLimit: null },
    { expiresAt: LIFETIME_EXPIRY },
  ])("is not offered for %o", (other) => {
    expect(fitsSubscription(addon, { ...subscription, ...other })).toBe(false);
  });

  it("gives no traffic to who has all of it", () => {
    expect(fitsSubscription({ ...addon, kind: "traffic" }, subscription)).toBe(false);
  });
});
