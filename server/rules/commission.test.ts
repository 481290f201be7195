import { describe, expect, it } from "vitest";
import {
  bpToPercent,
  type ChainLink,
  commissionBase,
  commissionOf,
  DEFAULT_LEVELS,
  findLevelsFault,
  formatLevels,
  type Level,
  levelAt,
  levelProgress,
  netMoney,
  parseLevels,
  parseRates,
  percentToBp,
  planCommissions,
  reversedOf,
  sharesFit,
} from "./commission";

const levelsOf = (text: string): Level[] => {
  const parsed = parseLevels(text);
  if (!parsed.ok) throw new Error(parsed.fault);
  return parsed.levels;
};
const levels = levelsOf(DEFAULT_LEVELS);
const same = { from: "RUB", to: "RUB", rateMicros: 1_000_000n } as const;

describe("levels", () => {
  it.each([
    [0, 500],
    [5, 500],
    [6, 1000],
    [20, 1000],
    [21, 1500],
    [50, 1500],
    [51, 2000],
    [9999, 2000],
  ])("%i active referrals", (referrals, rateBp) => {
    expect(levels[levelAt(levels, referrals)]?.rateBp).toBe(rateBp);
  });

  it.each([
    ["", "levels_malformed"],
    ["0", "levels_malformed"],
    ["0:5:6", "levels_malformed"],
    ["0:-5", "levels_malformed"],
    ["0:5.123", "levels_malformed"],
    ["-1:5", "levels_malformed"],
    ["1:5", "levels_no_start"],
    ["0:5,6:10,6:12", "levels_overlap"],
    ["0:5,21:15,6:10", "levels_unsorted"],
    ["0:5,6:101", "levels_over_100"],
    [Array.from({ length: 21 }, (_, i) => `${i}:1`).join(","), "levels_too_many"],
  ])("%s is refused", (text, fault) => {
    expect(parseLevels(text)).toEqual({ ok: false, fault });
  });

  it("are written as they are read", () => {
    expect(formatLevels(levels)).toBe(DEFAULT_LEVELS);
    expect(formatLevels(levelsOf("0:7.5,3:100"))).toBe("0:7.5,3:100");
    expect(findLevelsFault([])).toBe("levels_no_start");
    expect(findLevelsFault([{ from: 0, rateBp: 1.5 }])).toBe("levels_malformed");
  });

  it("say how far the next one is", () => {
    expect(levelProgress(levels, 4)).toEqual({
      index: 0,
      referrals: 4,
      next: { from: 6, rateBp: 1000, missing: 2 },
    });
    expect(levelProgress(levels, 60).next).toBeNull();
  });

  it("read percentages exactly", () => {
    expect(percentToBp("7.5")).toBe(750);
    expect(percentToBp("0.05")).toBe(5);
    expect(percentToBp("5e1")).toBeNull();
    expect(bpToPercent(1000)).toBe("10");
    expect(bpToPercent(0)).toBe("0");
    expect(parseRates("10,5")).toEqual([1000, 500]);
    expect(parseRates(" ")).toEqual([]);
    expect(parseRates("10,,5")).toBeNull();
  });

  it("share at most everything, those above included", () => {
    expect(sharesFit(levels, [1000, 500])).toBe(true);
    expect(sharesFit(levels, [7000, 1000])).toBe(true);
    expect(sharesFit(levels, [7000, 1001])).toBe(false);
  });
});

describe("amounts", () => {
  it("round half-up in minor units", () => {
    expect(commissionOf(15n, { rateBp: 1000, ...same })).toBe(2n);
    expect(commissionOf(2n, { rateBp: 2000, ...same })).toBe(0n);
  });

  it("are converted in one division", () => {
    // 100.00 RUB at 10 % and 0.0111 USD a rouble: 0.111 USD.
    const terms = { rateBp: 1000, from: "RUB", to: "USD", rateMicros: 11_100n } as const;
    expect(commissionOf(10_000n, terms)).toBe(11n);
    // 50 Stars at 10 % and 0.013 USD a Star: 6.5 cents.
    const stars = { rateBp: 1000, from: "XTR", to: "USD", rateMicros: 13_000n } as const;
    expect(commissionOf(50n, stars)).toBe(7n);
  });

  it("leave out the gateway's fee where wanted", () => {
    expect(commissionBase(10_000n, 0)).toBe(10_000n);
    expect(commissionBase(10_000n, 300)).toBe(9_700n);
  });

  it("count money that came and stayed", () => {
    const order = { total: 1000n, credit: 500n, refunded: 0n, refundedCredit: 0n };
    expect(netMoney(order)).toBe(1000n);
    expect(netMoney({ ...order, refunded: 400n })).toBe(600n);
    expect(netMoney({ ...order, refundedCredit: 500n })).toBe(1000n);
    expect(netMoney({ ...order, refundedCredit: 700n })).toBe(800n);
    expect(netMoney({ ...order, refunded: 1000n, refundedCredit: 500n })).toBe(0n);
    expect(netMoney({ ...order, refunded: 2000n })).toBe(0n);
  });

  it("are taken back in proportion, and wholly with the whole", () => {
    const commission = { baseAmount: 9_700n, amount: 970n, rateBp: 1000, ...same };
    const order = { total: 10_000n, credit: 0n, refunded: 0n, refundedCredit: 0n };
    expect(reversedOf(commission, order)).toBe(0n);
    expect(reversedOf(commission, { ...order, refunded: 5_000n })).toBe(485n);
    expect(reversedOf(commission, { ...order, refunded: 10_000n })).toBe(970n);
    expect(reversedOf(commission, { ...order, total: 0n })).toBe(0n);
  });
});

describe("who earns", () => {
  const link = (partnerId: string, more: Partial<ChainLink> = {}): ChainLink => ({
    partnerId,
    earns: true,
    level: 0,
    terms: {},
    ...more,
  });
  const program = { levels, overrideBp: [1000, 500] };

  it("the partner, and two above, of the same base", () => {
    const chain = [link("sub", { level: 1 }), link("partner"), link("senior"), link("top")];
    expect(planCommissions(chain, program)).toEqual([
      { partnerId: "sub", kind: "direct", sourcePartnerId: null, rateBp: 1000 },
      { partnerId: "partner", kind: "override", sourcePartnerId: "sub", rateBp: 1000 },
      { partnerId: "senior", kind: "override", sourcePartnerId: "partner", rateBp: 500 },
    ]);
  });

  it("own terms win, and a level that is gone is the last one", () => {
    const chain = [
      link("sub", { terms: { directBp: 3000 } }),
      link("partner", { terms: { overrideBp: [200] } }),
      link("senior", { terms: { overrideBp: [200] } }),
    ];
    expect(planCommissions(chain, program).map(({ rateBp }) => rateBp)).toEqual([3000, 200]);
    expect(planCommissions([link("sub", { level: 9 })], program)[0]?.rateBp).toBe(2000);
  });

  it("the suspended keep their place and earn nothing", () => {
    const chain = [link("sub"), link("partner", { earns: false }), link("senior")];
    expect(planCommissions(chain, program).map(({ partnerId }) => partnerId)).toEqual([
      "sub",
      "senior",
    ]);
    expect(planCommissions([link("sub", { earns: false })], program)[0]?.rateBp).toBe(0);
  });
});
