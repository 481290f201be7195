import { describe, expect, it } from "vitest";
import { ordered, paymentSettings } from "./settings";

describe("ordered", () => {
  it.each([
    ["", ["a", "b", "c"]],
    ["c,a", ["c", "a", "b"]],
    ["b", ["b", "a", "c"]],
    ["gone,c,b,a", ["c", "b", "a"]],
  ])("of %j", (order, expected) => {
    expect(ordered(["a", "b", "c"], order)).toEqual(expected);
  });

  it("takes ids by commas and nothing else", () => {
    const accepts = (order: string) => paymentSettings.schema.safeParse({ order }).success;
    expect(["", "a", "crypto_pay,stars"].every(accepts)).toBe(true);
    expect(["a,", ",a", "a b", "A", "a,,b", "x".repeat(501)].some(accepts)).toBe(false);
  });
});
