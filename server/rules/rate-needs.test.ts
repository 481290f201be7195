import { describe, expect, it } from "vitest";
import { daysSince, findNeeds } from "./rate-needs";

const today = new Date("2026-06-15T08:00:00Z");
const shop = {
  sold: ["RUB", "XTR"],
  reporting: "USD",
  earned: ["USD"],
  paidInUsdt: { usdtAtPar: true },
  stored: [] as { from: string; to: string; day: string }[],
  today,
};

describe("rates a shop needs", () => {
  it("are those of its prices in the currencies of reports and earnings, each once", () => {
    expect(findNeeds(shop)).toEqual([
      { from: "RUB", to: "USD", uses: ["commissions", "reports"], state: "missing", day: null },
      { from: "XTR", to: "USD", uses: ["commissions", "reports"], state: "missing", day: null },
    ]);
  });

  it("are none where everything is one currency", () => {
    const rub = { ...shop, sold: ["RUB"], reporting: "RUB", earned: ["RUB"], paidInUsdt: null };
    expect(findNeeds(rub)).toEqual([]);
  });

  it("count payouts in USDT, except of dollars at par", () => {
    const pairs = (more: Partial<typeof shop>) =>
      findNeeds({ ...shop, sold: [], ...more }).map(({ from, to }) => `${from}:${to}`);
    expect(pairs({})).toEqual([]);
    expect(pairs({ paidInUsdt: { usdtAtPar: false } })).toEqual(["USD:USDT"]);
    expect(pairs({ earned: ["RUB", "RUB"] })).toEqual(["RUB:USDT"]);
  });

  it("show the urgent ones first: never stored, then older than ten days", () => {
    const stored = [
      { from: "RUB", to: "USD", day: "2026-06-05" },
      { from: "EUR", to: "USD", day: "2026-06-04" },
    ];
    const needs = findNeeds({ ...shop, sold: ["RUB", "EUR", "XTR"], stored });
    expect(needs.map(({ from, state }) => [from, state])).toEqual([
      ["XTR", "missing"],
      ["EUR", "old"],
      ["RUB", "current"],
    ]);
    expect(daysSince("2026-06-05", today)).toBe(10);
  });
});
