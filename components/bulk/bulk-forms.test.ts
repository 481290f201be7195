import { expect, test } from "vitest";
import { inputOf } from "./bulk-forms";

test.each([
  ["giftDays", { days: "7", reason: "sorry" }, { days: 7, reason: "sorry" }],
  [
    "giveCredit",
    { amount: "1 250,50", currency: "RUB", reason: "outage" },
    { amount: "125050", currency: "RUB", reason: "outage" },
  ],
  ["addTag", { tag: "vip" }, { tag: "vip" }],
  ["cancelOrders", {}, {}],
])("%s from what was typed", (action, values, input) => {
  expect(inputOf(action, values)).toEqual(input);
});

test.each([
  ["giftDays", { days: "" }],
  ["giftDays", { days: "1.5" }],
  ["giveCredit", { amount: "0", currency: "RUB", reason: "x" }],
  ["giveCredit", { amount: "5", currency: "DOGE", reason: "x" }],
  ["giveCredit", { amount: "5", currency: "RUB", reason: " " }],
  ["extend", { until: "soon" }],
  ["message", { message: "  " }],
])("%s waits while %j is not enough", (action, values) => {
  expect(inputOf(action, values)).toBeNull();
});
