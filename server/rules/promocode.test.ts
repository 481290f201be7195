import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { quote } from "./pricing";
import {
  normalizeCode,
  type PromoOffer,
  type PromoPerson,
  type PromoTerms,
  promoDiscount,
  promoRefusalFor,
  promoRefusalOf,
  promoState,
} from "./promocode";

const NOW = new Date("2026-03-01T12:00:00Z");
const at = (ms: number) => new Date(NOW.getTime() + ms);
const terms = (change: Partial<PromoTerms> = {}): PromoTerms => ({
  kind: "percent",
  percentBp: 1000,
  amounts: {},
  minOrder: {},
  planIds: [],
  durationDays: [],
  groups: [],
  newCustomersOnly: false,
  perPerson: 1,
  maxUses: null,
  uses: 0,
  validFrom: null,
  validUntil: null,
  archivedAt: null,
  ...change,
});
const person = (change: Partial<PromoPerson> = {}): PromoPerson => ({
  isNew: true,
  groups: [],
  used: 0,
  reserved: 0,
  ...change,
});
const offer = (change: Partial<PromoOffer> = {}): PromoOffer => ({
  kind: "new",
  planId: "pln_1",
  durationDays: 30,
  currency: "RUB",
  subtotal: 10_000n,
  ...change,
});
const why = (t: Partial<PromoTerms>, p: Partial<PromoPerson> = {}) =>
  promoRefusalFor(terms(t), person(p), NOW);
const whyNot = (t: Partial<PromoTerms>, o: Partial<PromoOffer> = {}) =>
  promoRefusalOf(terms(t), offer(o));

describe("who may use a code", () => {
  it("opens at its first instant and closes at its last", () => {
    expect(why({ validFrom: at(1) })).toBe("promo_not_started");
    expect(why({ validFrom: NOW })).toBeNull();
    expect(why({ validUntil: at(1) })).toBeNull();
    expect(why({ validUntil: NOW })).toBe("promo_expired");
  });

  it("says the lasting reason first, and nothing of what was archived", () => {
    expect(promoState(terms({ archivedAt: NOW, validUntil: NOW }), NOW)).toBe("archived");
    expect(promoState(terms({ maxUses: 1, uses: 1, validUntil: NOW }), NOW)).toBe("expired");
    expect(promoState(terms({ maxUses: 1, uses: 1, validFrom: at(1) }), NOW)).toBe("used_up");
    expect(promoState(terms({ validFrom: at(1) }), NOW)).toBe("scheduled");
    expect(why({ archivedAt: NOW })).toBe("promo_unknown");
  });

  it("counts uses, but not those the person's own open orders hold", () => {
    expect(why({ maxUses: 10, uses: 9 })).toBeNull();
    expect(why({ maxUses: 10, uses: 10 })).toBe("promo_used_up");
    expect(why({ maxUses: 10, uses: 10 }, { reserved: 1 })).toBeNull();
    expect(why({ perPerson: 1 }, { reserved: 1 })).toBeNull();
    expect(why({ perPerson: 2 }, { used: 1 })).toBeNull();
    expect(why({ perPerson: 2 }, { used: 2 })).toBe("promo_per_person");
  });

  it("asks for one of the groups, and for a first purchase", () => {
    expect(why({ groups: ["vip", "staff"] }, { groups: ["staff"] })).toBeNull();
    expect(why({ groups: ["vip"] }, { groups: ["VIP"] })).toBe("promo_not_for_you");
    expect(why({ newCustomersOnly: true }, { isNew: true })).toBeNull();
    expect(why({ newCustomersOnly: true }, { isNew: false })).toBe("promo_new_only");
  });
});

describe("what a code may be used for", () => {
  it("takes from plans only, and gives without an order what it gives by itself", () => {
    expect(whyNot({})).toBeNull();
    expect(whyNot({}, { kind: "renew" })).toBeNull();
    expect(whyNot({}, { kind: "topup", planId: null })).toBe("promo_not_for_this");
    expect(whyNot({}, { kind: "addon", planId: null })).toBe("promo_not_for_this");
    expect(whyNot({ kind: "trial_days", percentBp: null })).toBe("promo_no_order");
    expect(whyNot({ kind: "special", percentBp: null })).toBe("promo_no_order");
  });

  it("keeps to its plans and durations", () => {
    expect(whyNot({ planIds: ["pln_1"], durationDays: [30, 90] })).toBeNull();
    expect(whyNot({ planIds: ["pln_2"] })).toBe("promo_not_for_plan");
    expect(whyNot({ durationDays: [90] })).toBe("promo_not_for_plan");
  });

  it("asks for the smallest order of each currency, met exactly", () => {
    const minOrder = { RUB: 10_000n, JPY: 500n };
    expect(whyNot({ minOrder })).toBeNull();
    expect(whyNot({ minOrder }, { subtotal: 9999n })).toBe("promo_min_order");
    expect(whyNot({ minOrder }, { currency: "JPY", subtotal: 499n })).toBe("promo_min_order");
    // No smallest order in a currency is none.
    expect(whyNot({ minOrder }, { currency: "USD", subtotal: 1n })).toBeNull();
  });

  it("takes a fixed amount only in the currencies it names", () => {
    const fixed = { kind: "fixed" as const, percentBp: null, amounts: { USD: 500n } };
    expect(whyNot(fixed, { currency: "USD" })).toBeNull();
    expect(whyNot(fixed)).toBe("promo_not_for_currency");
    expect(promoDiscount(terms(fixed), "USD")).toEqual({
      source: "promo",
      kind: "fixed",
      amount: 500n,
    });
  });
});

test("after 20 % of one's own, a code of 10 % leaves 7200 of 10000", () => {
  const discount = promoDiscount(terms({ percentBp: 1000 }), "RUB");
  expect(discount).not.toBeNull();
  const { total } = quote({
    plan: {
      id: "pln_1",
      name: { en: "", ru: "" },
      trafficLimitBytes: 0n,
      trafficStrategy: "MONTH",
      deviceLimit: null,
      internalSquads: [],
      externalSquad: null,
    },
    duration: { id: "dur_1", days: 30 },
    price: { amount: 10_000n, currency: "RUB" },
    kind: "new",
    discounts: [
      ...(discount ? [discount] : []),
      { source: "personal", kind: "percent", basisPoints: 2000 },
    ],
    credit: 0n,
    now: NOW,
  });
  expect(total).toBe(7200n);
});

describe("normalizeCode", () => {
  it("forgives case and blanks around, nothing else", () => {
    expect(normalizeCode("  spring-24_x ")).toBe("SPRING-24_X");
    for (const typed of [
      "ab",
      "a".repeat(33),
      "a b c",
      "скидка",
      "straße",
      "ıntel",
      "a\u0000b",
      "",
    ]) {
      expect(normalizeCode(typed)).toBeNull();
    }
  });

  it("is what it accepts, and accepts what it made", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (typed) => {
        const code = normalizeCode(typed);
        if (code === null) return;
        expect(code).toMatch(/^[A-Z0-9_-]{3,32}$/);
        expect(normalizeCode(code.toLowerCase())).toBe(code);
      }),
    );
  });

  it("is done at once with a million characters", () => {
    const began = performance.now();
    expect(normalizeCode("A".repeat(1_000_000))).toBeNull();
    expect(normalizeCode(" ".repeat(1_000_000))).toBeNull();
    expect(performance.now() - began).toBeLessThan(20);
  });
});
