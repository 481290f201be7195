import { describe, expect, it } from "vitest";
import { money } from "./money";
import { judge, LATE_WINDOW_MS, nextPoll } from "./settlement";

const asked = money(15000n, "RUB");
const roubles = (decimal: string) => ({ decimal, currency: "RUB" });

describe("judge", () => {
  it.each(["150", "150.00", "150.000"])("settles %s for 150.00", (decimal) => {
    expect(judge(asked, roubles(decimal))).toMatchObject({ kind: "settle", surplus: 0n });
  });

  it("settles too much and names the surplus", () => {
    expect(judge(asked, roubles("150.01"))).toMatchObject({ kind: "settle", surplus: 1n });
  });

  it("holds one unit too little", () => {
    expect(judge(asked, roubles("149.99"))).toMatchObject({ kind: "hold", reason: "underpaid" });
  });

  it.each(["149.995", "-150.00", "0", "abc", ""])(
    "holds %j, which is no such amount",
    (decimal) => {
      expect(judge(asked, roubles(decimal))).toMatchObject({
        kind: "hold",
        reason: "unreadable_amount",
      });
    },
  );

  it("holds another currency whatever its amount, one we do not know too", () => {
    expect(judge(asked, { decimal: "15000", currency: "XTR" })).toMatchObject({
      kind: "hold",
      reason: "wrong_currency",
      received: { amount: 15000n, currency: "XTR" },
    });
    expect(judge(asked, { decimal: "1", currency: "DOGE" })).toEqual({
      kind: "hold",
      reason: "wrong_currency",
      received: null,
    });
  });

  it("holds 149 Stars for 150", () => {
    expect(judge(money(150n, "XTR"), { decimal: "149", currency: "XTR" })).toMatchObject({
      kind: "hold",
      reason: "underpaid",
    });
  });
});

describe("nextPoll", () => {
  const now = new Date("2026-06-01T00:00:00Z");
  it("asks ever more rarely, and goes on after the order's end", () => {
    const expired = new Date(now.getTime() - 3_600_000);
    expect(nextPoll(0, now, expired)).toEqual(new Date(now.getTime() + 10_000));
    expect(nextPoll(99, now, expired)).toEqual(new Date(now.getTime() + 3_600_000));
  });

  it("gives up two days after the end", () => {
    expect(nextPoll(5, now, new Date(now.getTime() - LATE_WINDOW_MS - 1))).toBeNull();
  });
});
