import { expect, it } from "vitest";
import { readPercent, readPercents, writePercent } from "./percent";

it("reads what people write, and writes it back", () => {
  expect(readPercent("12,5 %")).toBe(1250);
  expect(readPercent("0")).toBe(0);
  expect(readPercent(" ")).toBeNull();
  expect(readPercent("ten")).toBeNaN();
  expect(writePercent(1250)).toBe("12.5");
  expect(writePercent(null)).toBe("");
});

it("reads a list of them", () => {
  expect(readPercents("10, 5")).toEqual([1000, 500]);
  expect(readPercents("10; 2.5")).toEqual([1000, 250]);
  expect(readPercents("")).toBeNull();
  expect(readPercents("10, x")).toEqual([1000, Number.NaN]);
});
