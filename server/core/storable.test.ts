import { describe, expect, it } from "vitest";
import { refuseUnstorable, toStorable } from "./storable";

describe("what no column can hold", () => {
  it.each([
    ["NUL", { a: ["x", "\u0000"] }, "a.1"],
    ["NUL in a key", { a: { "\u0000": 1 } }, "a"],
    ["half a surrogate pair", { name: "\ud83d" }, "name"],
    ["a date after the year 9999", { to: new Date(8.64e15) }, "to"],
    ["a date before the year 1", { to: new Date(-8.64e15) }, "to"],
    ["more than 64 bits", { amount: 2n ** 63n }, "amount"],
    ["a bare word", "\u0000", "input"],
  ])("refuses %s and names the field", (_what, input, field) => {
    expect(() => refuseUnstorable(input)).toThrow(
      expect.objectContaining({ code: "invalid_input", details: { field } }),
    );
  });

  it("lets everything else through, however deep", () => {
    let deep: unknown = "🙂";
    for (let n = 0; n < 100_000; n += 1) deep = [deep];
    const wide = { at: new Date(), n: -(2n ** 63n), nan: Number.NaN, never: new Date(Number.NaN) };
    refuseUnstorable({ deep, wide });
  });
});

describe("text that is mended", () => {
  it.each([
    ["a\u0000b", "a\uFFFDb"],
    ["\ud83d!", "\uFFFD!"],
    ["!\ude42", "!\uFFFD"],
    ["🙂 äöü \n", "🙂 äöü \n"],
  ])("%j becomes %j", (text, mended) => {
    expect(toStorable(text)).toBe(mended);
    refuseUnstorable(toStorable(text));
  });
});
