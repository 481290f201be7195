import { expect, it } from "vitest";
import { simulateProgram } from "./partner-simulation";

const partner = (id: string, parentId: string | null, referrals: number, status = "active") => ({
  id,
  parentId,
  referrals,
  status,
  terms: {},
});
const whole = (total: bigint, refunded = 0n) => ({
  partnerId: "sub",
  base: total,
  money: { total, credit: 0n, refunded, refundedCredit: 0n },
  from: "USD" as const,
  rateMicros: 1_000_000n,
});

it("earns by level and chain, less refunds, and ends at a circle", () => {
  const run = (rateBp: number, overrideBp: number[]) =>
    simulateProgram({
      orders: [whole(10_000n), whole(10_000n, 5_000n)],
      partners: [partner("sub", "top", 7), partner("top", "sub", 0)],
      program: {
        levels: [
          { from: 0, rateBp: 500 },
          { from: 6, rateBp },
        ],
        overrideBp,
      },
      currency: "USD",
    });
  expect(run(1000, [1000])).toEqual(
    new Map([
      ["sub", 1500n],
      ["top", 1500n],
    ]),
  );
  expect(run(2000, [])).toEqual(new Map([["sub", 3000n]]));
});
