import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  allocate,
  CURRENCY_CODES,
  divideHalfUp,
  formatMoney,
  fromDecimal,
  money,
  percentOf,
  subtract,
  toDecimal,
} from "./money";

const amounts = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n });

describe("money", () => {
  it("refuses to add different currencies", () => {
    expect(() => add(money(500n, "XTR"), money(500n, "RUB"))).toThrow("do not add up");
    expect(() => subtract(money(500n, "XTR"), money(500n, "RUB"))).toThrow("do not add up");
    expect(() => money(1n, "DOGE")).toThrow("Unknown currency");
  });

  it.each([
    [99900n, 3000, 29970n],
    [15n, 1000, 2n],
    [2n, 2000, 0n],
    [5n, 1000, 1n],
    [-5n, 1000, -1n],
  ])("takes %s × %s basis points half-up: %s", (amount, bp, expected) => {
    expect(percentOf(amount, bp)).toBe(expected);
  });

  it("rounds half away from zero, never further than half a unit", () => {
    fc.assert(
      fc.property(amounts, fc.bigInt({ min: 1n, max: 10n ** 9n }), (n, d) => {
        const error = divideHalfUp(n, d) * d - n;
        expect((error < 0n ? -error : error) * 2n <= d).toBe(true);
      }),
    );
  });

  it("allocates without losing a unit, and nothing to a weight of zero", () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 1000n }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(amounts, weights, (amount, parts) => {
        fc.pre(parts.some((part) => part > 0n));
        const shares = allocate(amount, parts);
        expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(amount);
        shares.forEach((share, i) => {
          if (parts[i] === 0n) expect(share).toBe(0n);
        });
      }),
    );
  });

  it("writes and reads decimals exactly", () => {
    fc.assert(
      fc.property(amounts, fc.constantFrom(...CURRENCY_CODES), (amount, currency) => {
        expect(fromDecimal(toDecimal({ amount, currency }), currency)).toEqual({
          amount,
          currency,
        });
      }),
    );
    expect(toDecimal(money(1099n, "USD"))).toBe("10.99");
    expect(toDecimal(money(5n, "RUB"))).toBe("0.05");
    expect(toDecimal(money(500n, "JPY"))).toBe("500");
  });

  it.each([
    ["150", 15000n],
    ["150.00", 15000n],
    ["150.000", 15000n],
    ["0.1", 10n],
  ])("reads %s roubles", (text, amount) => {
    expect(fromDecimal(text, "RUB")?.amount).toBe(amount);
  });

  it.each(["149.995", "1e3", "", "1,50", "0x10", "NaN", "1.", ".5", "99999999999999999"])(
    "reads no amount of roubles in %j",
    (text) => {
      expect(fromDecimal(text, "RUB")).toBeNull();
    },
  );

  it("writes for people", () => {
    expect(formatMoney(money(199000n, "RUB"), "ru")).toMatch(/^1\s990\s₽$/);
    expect(formatMoney(money(1990n, "USD"), "en")).toBe("$19.90");
    expect(formatMoney(money(150n, "XTR"), "en")).toBe("150 ⭐");
  });
});
