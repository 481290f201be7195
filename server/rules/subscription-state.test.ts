import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PANEL_USER_STATUSES } from "@/db/enums";
import { daysLeft, isLive, shownStatus } from "./subscription-state";

const now = new Date("2026-11-23T12:00:00Z");
const later = new Date("2026-12-23T12:00:00Z");
const promise = { expiresAt: later, enabled: true, cancelled: false, isTrial: false };
const active = { status: "ACTIVE", missing: false } as const;

describe("shownStatus", () => {
  it.each([
    ["a fresh purchase", promise, null, "pending"],
    ["delivered", promise, active, "active"],
    ["a trial", { ...promise, isTrial: true }, active, "trial"],
    ["out of traffic", promise, { ...active, status: "LIMITED" as const }, "limited"],
    ["renewed, panel behind", promise, { ...active, status: "EXPIRED" as const }, "pending"],
    [
      "disabled on the panel by hand",
      promise,
      { ...active, status: "DISABLED" as const },
      "pending",
    ],
    ["deleted on the panel", promise, { ...active, missing: true }, "pending"],
    ["disabled by us", { ...promise, enabled: false }, active, "disabled"],
    ["over, panel slow", { ...promise, expiresAt: now }, active, "expired"],
    ["refunded", { ...promise, cancelled: true }, active, "cancelled"],
  ])("%s", (_name, promised, observed, shown) => {
    expect(shownStatus({ promise: promised, observed, now })).toBe(shown);
  });

  it("never shows a working subscription that is not owed", () => {
    fc.assert(
      fc.property(
        fc.record({
          expiresAt: fc.date({ noInvalidDate: true }),
          enabled: fc.boolean(),
          cancelled: fc.boolean(),
          isTrial: fc.boolean(),
        }),
        fc.option(
          fc.record({ status: fc.constantFrom(...PANEL_USER_STATUSES), missing: fc.boolean() }),
        ),
        (promised, observed) => {
          const shown = shownStatus({ promise: promised, observed, now });
          const working = ["pending", "active", "trial", "limited"].includes(shown);
          expect(working).toBe(isLive(promised, now));
        },
      ),
    );
  });
});

it("counts the last hours as a day", () => {
  expect(daysLeft(new Date(now.getTime() + 1), now)).toBe(1);
  expect(daysLeft(later, now)).toBe(30);
  expect(daysLeft(now, later)).toBe(0);
});
