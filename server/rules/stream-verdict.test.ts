import { expect, it } from "vitest";
import { streamVerdict } from "./stream-verdict";

it.each([
  [{ seen: 0, known: 0, total: 0 }, null],
  [{ seen: 0, known: 5, total: null }, "empty"],
  [{ seen: 0, known: 0, total: 9 }, "empty"],
  [{ seen: 49, known: 100, total: null }, "short"],
  [{ seen: 50, known: 100, total: 50 }, null],
  [{ seen: 9_000, known: 9_000, total: 10_000 }, "mismatch"],
  [{ seen: 10_000, known: 10_000, total: 10_020 }, null],
])("%o is %s", (stream, code) => {
  expect(streamVerdict(stream)?.code ?? null).toBe(code);
});
