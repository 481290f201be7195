import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { generatedSecrets } from "./secrets";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "rezeis-rotate-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const rotate = (env: Record<string, string> = {}): string =>
  execFileSync(process.execPath, ["scripts/rotate-key.mjs"], {
    env: { NODE_ENV: "test", DATA_DIR: dir, ...env },
    encoding: "utf8",
  });

test("a new key is written, every former one is kept beside it, readable by nobody else", () => {
  const first = generatedSecrets(dir);
  rotate();
  const second = generatedSecrets(dir);
  rotate();
  const third = generatedSecrets(dir);
  expect(new Set([first, second, third].map((one) => one.ENCRYPTION_KEY)).size).toBe(3);
  expect(third).toEqual({
    ...first,
    ENCRYPTION_KEY: third.ENCRYPTION_KEY,
    ENCRYPTION_KEYS_OLD: [second.ENCRYPTION_KEY, first.ENCRYPTION_KEY],
  });
  expect(statSync(path.join(dir, "secrets.json")).mode & 0o777).toBe(0o600);
  expect(readdirSync(dir)).toEqual(["secrets.json"]);
});

test("a key of the environment is not touched: it says what to set there", () => {
  const key = "0123456789abcdef".repeat(4);
  const said = rotate({ ENCRYPTION_KEY: key });
  expect(said).toMatch(/ENCRYPTION_KEY=[0-9a-f]{64}\n/);
  expect(said).toContain(`ENCRYPTION_KEYS_OLD=${key}`);
  expect(readdirSync(dir)).toEqual([]);
});
