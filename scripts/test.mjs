#!/usr/bin/env node
import "./lib/node-version.mjs";
import { build } from "./lib/build.mjs";
import { conclude, playwright, verify, vitest } from "./lib/checks.mjs";
import { findChromium } from "./lib/chromium.mjs";
import { ensureInstalled } from "./lib/install.mjs";

/**
 * `npm test`: everything, on a fresh clone too. `npm test -- e2e [playwright arguments]` runs one stage,
 * as `verify` and `integration` do.
 */
const [only, ...rest] = process.argv.slice(2);

const STAGES = {
  verify,
  integration: async () => [await vitest("integration tests", ["integration"], { quiet: false })],
  e2e: async () => {
    if (!(await build())) return [{ name: "build", ok: false, passed: 0, failed: 1, output: "" }];
    const browser = await findChromium();
    console.log(`\nBrowser tests, Chromium from ${browser.from}`);
    return [await playwright("browser tests", browser.path, rest)];
  },
};

if (only && !(only in STAGES)) {
  console.error(`There is no stage ${only}: ${Object.keys(STAGES).join(", ")}`);
  process.exit(1);
}
await ensureInstalled({ dev: true });
const results = [];
for (const [name, stage] of Object.entries(STAGES)) {
  if (!only || only === name) results.push(...(await stage()));
}
conclude(results);
