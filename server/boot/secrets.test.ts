import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { generatedSecrets } from "./secrets";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "rezeis-secrets-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

test("are made once, readable by nobody else, and stay the same", () => {
  const first = generatedSecrets(path.join(dir, "data"));
  expect(first.ENCRYPTION_KEY).toMatch(/^[0-9a-f]{64}$/);
  expect(statSync(path.join(dir, "data/secrets.json")).mode & 0o777).toBe(0o600);
  expect(readdirSync(path.join(dir, "data"))).toEqual(["secrets.json"]);
  expect(generatedSecrets(path.join(dir, "data"))).toEqual(first);
});

test("a damaged file is never replaced", () => {
  writeFileSync(path.join(dir, "secrets.json"), '{"AUTH_SECRET":');
  expect(() => generatedSecrets(dir)).toThrow(/is damaged/);
});
