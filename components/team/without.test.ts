import { expect, test } from "vitest";
import { without } from "./without";

test("who no longer sees something no longer changes it", () => {
  expect(
    without(["partners.read", "partners.write", "payouts.approve", "audit.read"], "partners.read"),
  ).toEqual(["audit.read"]);
  expect(without(["partners.read", "payouts.approve"], "payouts.approve")).toEqual([
    "partners.read",
  ]);
});
