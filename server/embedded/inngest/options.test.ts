import { expect, test } from "vitest";
import { delayUntil, durationMs } from "./duration";
import { compile, holds, keyOf } from "./expression";
import { readConfig, UnsupportedOption } from "./options";
import { nextSlot } from "./pace";
import { retryAfter } from "./protocol";

const base = { id: "shop-f", triggers: [{ event: "x" }], steps: { step: {} } };

test.each([
  ["batchEvents", { batchEvents: { maxSize: 5, timeout: "1s" } }],
  ["priority", { priority: { run: "event.data.p" } }],
  ["singleton", { singleton: { mode: "skip" } }],
  ["timeouts", { timeouts: { start: "1m" } }],
  ["throttle.burst", { throttle: { limit: 1, period: "1s", burst: 2 } }],
  ["throttle.period", { throttle: { limit: 1, period: "soon" } }],
  ["concurrency.key", { concurrency: { limit: 1, key: "event.data.list[0]" } }],
  ["concurrency.key", { concurrency: { limit: 1, key: "evnt.data.id" } }],
  ["cancelOn.if", { cancel: [{ event: "y", if: "has(async.data.x)" }] }],
  ["triggers.if", { triggers: [{ event: "x", expression: "event.data.a in ['b']" }] }],
  ["triggers.cron", { triggers: [{ cron: "every day" }] }],
  ["triggers.cron", { triggers: [{ cron: "TZ=Nowhere/Here 0 3 * * *" }] }],
  ["triggers.jitter", { triggers: [{ cron: "* * * * *", jitter: "5s" }] }],
])("%s is refused by name: %o", (option, given) => {
  const read = () => readConfig({ ...base, ...given });
  expect(read).toThrow(UnsupportedOption);
  expect(read).toThrow(`“shop-f”, option “${option}”`);
});

test("what is supported is read", () => {
  const config = readConfig({
    ...base,
    concurrency: [{ limit: 2, key: "event.data.id" }, { limit: 9 }],
    cancel: [{ event: "y", if: "event.data.id == async.data.id", timeout: "1h" }],
    debounce: { period: "5s", timeout: "1m" },
    rateLimit: { limit: 3, period: "1h30m" },
    timeouts: null,
  });
  expect(config).toMatchObject({
    maxAttempts: 4,
    concurrency: [{ limit: 2, shared: false }, { limit: 9 }],
    cancel: [{ timeoutMs: 3_600_000 }],
    debounce: { periodMs: 5000, timeoutMs: 60_000 },
    rateLimit: { limit: 3, periodMs: 5_400_000, key: null },
  });
});

test("expressions", () => {
  const scope = {
    event: { data: { id: 7, name: "it's", paid: true, nothing: null } },
    async: { data: { id: 7 } },
  };
  const isTrue = (source: string) => holds(source, scope);
  expect(isTrue("event.data.id == async.data.id && event.data.name == 'it\\'s'")).toBe(true);
  expect(isTrue("event.data.id > 7 || !(event.data.paid == false)")).toBe(true);
  expect(isTrue("event.data.id > '6'")).toBe(false);
  expect(isTrue("event.data.absent == null && event.data.nothing == null")).toBe(true);
  expect(isTrue("event.data.constructor == null && event.data.toString == null")).toBe(true);
  expect(isTrue('event.data.paid != true || event.data.id <= 7 && event.data.name != "x"')).toBe(
    true,
  );
  expect(() => compile("constructor == null")).toThrow("does not begin with");
  expect(() => compile("event.data.a == ")).toThrow("ends too early");
  expect(() => compile("(event.data.a == 1")).toThrow("parenthesis");
  expect(keyOf("event.data.id", scope)).toBe("7");
  expect(keyOf("event.data.absent", scope)).toBe("null");
  expect(keyOf("event.data.name", { event: { data: { name: "x".repeat(5000) } } })).toHaveLength(
    64,
  );
});

test("durations and moments", () => {
  expect(durationMs("1h30m")).toBe(5_400_000);
  expect(durationMs("500ms")).toBe(500);
  expect(() => durationMs("-1s")).toThrow();
  const now = Date.parse("2026-01-01T00:00:00Z");
  expect(delayUntil("2026-01-01T00:00:10.000Z", now)).toBe(10_000);
  expect(delayUntil("2025-01-01T00:00:10.000Z", now)).toBe(0);
  expect(delayUntil("", now)).toBe(0);
  expect(retryAfter("7")).toBe(7000);
  expect(retryAfter("soon")).toBeNull();
});

test("a sliding window lets no period have more than its limit", () => {
  const pace = { limit: 3, periodMs: 1000, key: null };
  const starts: number[] = [];
  for (const now of [0, 1, 2, 3, 500, 999, 1000, 1001, 2500]) {
    const slot = nextSlot(starts, pace, now);
    expect(slot).toBeGreaterThanOrEqual(now);
    starts.push(slot);
  }
  expect(starts).toEqual([0, 1, 2, 1000, 1001, 1002, 2000, 2001, 2500]);
});
