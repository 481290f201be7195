import { expect, test } from "vitest";
import { type Run, secondsLeft } from "./run";

const begun = new Date("2026-05-01T10:00:00Z");
const later = (seconds: number) => new Date(begun.getTime() + seconds * 1000);
const run = (counts: Partial<Run>): Run =>
  ({
    status: "running",
    total: 1000,
    done: 0,
    failed: 0,
    skipped: 0,
    createdAt: begun,
    ...counts,
  }) as Run;

test("what is left takes as long as what is done took", () => {
  expect(secondsLeft(run({ done: 200, skipped: 40, failed: 10 }), later(10))).toBe(30);
});

test("the first rows say nothing about the pace, and what is over has nothing left", () => {
  expect(secondsLeft(run({ done: 19 }), later(10))).toBeNull();
  expect(secondsLeft(run({ done: 500, status: "cancelled" }), later(10))).toBeNull();
});
