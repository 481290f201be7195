import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PAYOUT_STATUSES } from "@/db/enums";
import { canMove, payoutFee, payoutPeriod } from "./payout";
import { isCardNumber, isIban, isPhone, isTonAddress, looksLikeTrc20 } from "./payout-details";

describe("fee", () => {
  it("is on what is not waived", () => {
    expect(payoutFee(10_000n, 300, 5_000n)).toBe(150n);
    expect(payoutFee(10_000n, 300, 0n)).toBe(300n);
    expect(payoutFee(10_000n, 300, -1n)).toBe(300n);
    expect(payoutFee(10_000n, 300, 20_000n)).toBe(0n);
    expect(payoutFee(10_000n, 20_000, 0n)).toBe(10_000n);
  });

  it("is never below zero nor more than the amount", () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 12n),
        fc.nat(10_000),
        fc.bigInt(0n, 10n ** 12n),
        (a, b, w) => {
          const fee = payoutFee(a, b, w);
          return fee >= 0n && fee <= a;
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("states", () => {
  it("what ended stays ended", () => {
    for (const to of PAYOUT_STATUSES) {
      for (const ended of ["paid", "rejected", "failed"] as const) {
        expect(canMove(ended, to)).toBe(false);
      }
    }
    expect(canMove("requested", "approved")).toBe(true);
    expect(canMove("requested", "processing")).toBe(false);
    expect(canMove("processing", "rejected")).toBe(false);
  });
});

describe("periods", () => {
  it.each([
    ["monthly", "2026-06-30T23:59:59Z", "2026-06"],
    ["weekly", "2026-06-03T00:00:00Z", "2026-06-01"],
    ["weekly", "2026-06-01T00:00:00Z", "2026-06-01"],
    ["weekly", "2026-06-07T23:59:59Z", "2026-06-01"],
    ["off", "2026-06-07T23:59:59Z", null],
  ] as const)("%s at %s", (schedule, at, period) => {
    expect(payoutPeriod(schedule, new Date(at))).toBe(period);
  });
});

describe("details", () => {
  it("TRC20 by its looks", () => {
    expect(looksLikeTrc20("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")).toBe(true);
    expect(looksLikeTrc20("0x0000000000000000000000000000000000000000")).toBe(false);
    expect(looksLikeTrc20("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6")).toBe(false);
    expect(looksLikeTrc20("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj60")).toBe(false);
  });

  it("TON by its checksum", () => {
    const address = "EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N";
    expect(isTonAddress(address)).toBe(true);
    expect(isTonAddress(`0:${"a".repeat(64)}`)).toBe(true);
    expect(isTonAddress(address.replace("xqB", "xqC"))).toBe(false);
    expect(isTonAddress(`k${address.slice(1)}`)).toBe(false);
    expect(isTonAddress("")).toBe(false);
  });

  it("accounts by their check digits", () => {
    expect(isIban("DE89 3704 0044 0532 0130 00")).toBe(true);
    expect(isIban("DE88 3704 0044 0532 0130 00")).toBe(false);
    expect(isIban("")).toBe(false);
    expect(isCardNumber("4242 4242 4242 4242")).toBe(true);
    expect(isCardNumber("4242 4242 4242 4241")).toBe(false);
    expect(isPhone("+7 (912) 345-67-89")).toBe(true);
    expect(isPhone("89123456789")).toBe(false);
  });
});
