import { describe, expect, it } from "vitest";
import { expiryAfter, periodStart } from "./entitlement";
import { LIFETIME_EXPIRY } from "./subscription-state";

const NOW = new Date("2026-03-28T12:00:00Z");
const days = (n: number) => new Date(NOW.getTime() + n * 86_400_000);

describe("expiryAfter", () => {
  it("counts days of 24 hours, whatever clocks do in between", () => {
    expect(expiryAfter(NOW, 30)).toEqual(new Date("2026-04-27T12:00:00Z"));
  });

  it("is for life from 100 years on, and stays so", () => {
    expect(expiryAfter(NOW, 36_500)).toEqual(LIFETIME_EXPIRY);
    expect(expiryAfter(LIFETIME_EXPIRY, 30)).toEqual(LIFETIME_EXPIRY);
    expect(expiryAfter(NOW, 36_499)).toEqual(LIFETIME_EXPIRY);
  });
});

describe("periodStart", () => {
  it("adds a renewal to what still runs", () => {
    expect(periodStart("renew", NOW, days(10))).toEqual(days(10));
    expect(periodStart("renew", NOW, days(-10))).toEqual(NOW);
  });

  it("begins everything else now", () => {
    expect(periodStart("upgrade", NOW, days(10))).toEqual(NOW);
    expect(periodStart("new", NOW)).toEqual(NOW);
  });
});
