import { expect, onTestFinished, test, vi } from "vitest";
import { type Check, readiness, registerCheck } from "./readiness";

const register = (name: string, check: Check) => onTestFinished(registerCheck(name, check));

test("nothing registered is not ready: boot has not come far enough", async () => {
  expect(await readiness()).toEqual({ ok: false, parts: {} });
});

test("one part that is not well makes the whole not ready, and tells no secrets", async () => {
  register("database", () => ({ ok: true, ms: 1 }));
  expect((await readiness()).ok).toBe(true);
  register("executor", () => Promise.reject(new Error("password=hunter2")));
  expect(await readiness()).toEqual({
    ok: false,
    parts: { database: { ok: true, ms: 1 }, executor: { ok: false, error: "failed" } },
  });
});

test("a part that never answers is given up on", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  register("stuck", () => new Promise(() => {}));
  const asked = readiness();
  await vi.advanceTimersByTimeAsync(3001);
  expect((await asked).parts.stuck).toEqual({ ok: false, error: "no answer" });
});
