import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DEFAULT_RENEWAL_HOURS,
  dueStep,
  dueWindow,
  mayAttempt,
  nextStep,
  parseSchedule,
} from "./dunning";

const end = new Date("2026-05-01T12:00:00Z");
const at = (hours: number) => new Date(end.getTime() + hours * 3_600_000);

describe("dueStep", () => {
  it.each([
    [-24.01, null],
    [-24, 0],
    [-6.01, 0],
    [-6, 1],
    [0, 2],
    [23.9, 2],
    [24, 3],
    [72, 4],
    [95.9, 4],
    [96, null],
  ])("at %d hours from the end is step %s", (hours, step) => {
    expect(dueStep(end, DEFAULT_RENEWAL_HOURS, at(hours))).toBe(step);
  });

  it("is found through the window, whatever the schedule", () => {
    const schedule = fc
      .uniqueArray(fc.integer({ min: -168, max: 720 }), { minLength: 1, maxLength: 10 })
      .map((hours) => hours.sort((a, b) => a - b));
    fc.assert(
      fc.property(schedule, fc.integer({ min: -900, max: 900 }), (hours, offset) => {
        const now = at(offset);
        const { from, to } = dueWindow(hours, now);
        const inside = end > from && end <= to;
        expect(dueStep(end, hours, now) !== null).toBe(inside);
      }),
    );
  });
});

describe("nextStep", () => {
  it.each([
    [-100, -24],
    [-24, -6],
    [-1, 0],
    [71, 72],
    [72, null],
  ])("at %d hours from the end is at %s", (hours, next) => {
    expect(nextStep(end, DEFAULT_RENEWAL_HOURS, at(hours))).toEqual(
      next === null ? null : at(next),
    );
  });
});

describe("parseSchedule", () => {
  it("reads what operators write", () => {
    expect(parseSchedule("-24, -6, 0, 24, 72")).toEqual([-24, -6, 0, 24, 72]);
    expect(parseSchedule("-1;+1")).toEqual([-1, 1]);
  });

  it.each(["", "soon", "0, 0", "24, -24", "1.5", "-1000", "0,1,2,3,4,5,6,7,8,9,10"])(
    "refuses %j",
    (text) => {
      expect(parseSchedule(text)).toBeNull();
    },
  );
});

describe("mayAttempt", () => {
  it("is true for the first and after failures only", () => {
    expect(mayAttempt([], 0)).toBe(true);
    expect(mayAttempt([{ step: 0, outcome: "failed" }], 1)).toBe(true);
    expect(mayAttempt([{ step: 0, outcome: "skipped" }], 1)).toBe(true);
  });

  it.each([
    { step: 0, outcome: "pending" as const },
    { step: 0, outcome: "succeeded" as const },
    { step: 1, outcome: "failed" as const },
    { step: 2, outcome: "skipped" as const },
  ])("is false after %o", (past) => {
    expect(mayAttempt([past], 1)).toBe(false);
  });
});
