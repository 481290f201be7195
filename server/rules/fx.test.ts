import fc from "fast-check";
import { expect, test } from "vitest";
import { convert, convertAll, type Rate, rateToDecimal } from "./fx";
import { money } from "./money";

const starToDollar: Rate = { from: "XTR", to: "USD", rateMicros: 13_000n };
const roubleToDollar: Rate = { from: "RUB", to: "USD", rateMicros: 12_500n };

test("minor units of both currencies count", () => {
  expect(convert(money(150n, "XTR"), starToDollar)).toEqual(money(195n, "USD"));
  expect(convert(money(19_900n, "RUB"), roubleToDollar)).toEqual(money(249n, "USD"));
  expect(convert(money(195n, "USD"), { from: "USD", to: "XTR", rateMicros: 76_923_077n })).toEqual(
    money(150n, "XTR"),
  );
});

test("what has no rate is told apart", () => {
  const amounts = [money(100n, "USD"), money(100n, "XTR"), money(500n, "KZT"), money(0n, "TRY")];
  expect(convertAll(amounts, "USD", [starToDollar])).toEqual({
    total: money(230n, "USD"),
    unconverted: [money(500n, "KZT")],
  });
});

test("a refund converts to the negative of its payment", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 12n), fc.bigInt(1n, 10n ** 9n), (amount, rateMicros) => {
      const rate: Rate = { from: "RUB", to: "USD", rateMicros };
      expect(convert(money(-amount, "RUB"), rate).amount).toBe(
        -convert(money(amount, "RUB"), rate).amount,
      );
    }),
  );
});

test("a rate is written as people write it", () => {
  expect([81_500_000n, 1_000_000n, 12_270n, 1n, 0n, 100_000_000n].map(rateToDecimal)).toEqual([
    "81.5",
    "1",
    "0.01227",
    "0.000001",
    "0",
    "100",
  ]);
});
