import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkDependencies } from "../checks/dependencies.mjs";
import { node, run } from "./run.mjs";

/** @typedef {{ name: string, ok: boolean, passed: number, failed: number, output: string }} Result */

/** The checks that look at the code without running it; each command has to exit with 0. */
const STATIC_CHECKS = {
  biome: [node("@biomejs/biome/bin/biome", "check", ".")],
  // Types of routes and of messages are generated before they can be checked.
  types: [
    node("next/dist/bin/next", "typegen"),
    node("typescript/bin/tsc", "--noEmit", "--incremental"),
  ],
  walls: [
    node(
      "dependency-cruiser/bin/dependency-cruise.mjs",
      "--config",
      ".dependency-cruiser.cjs",
      ".",
    ),
  ],
  unused: [node("knip/bin/knip.js")],
};

async function staticCheck(name, commands) {
  let output = "";
  for (const command of commands) {
    const result = await run(command, { quiet: true });
    output += result.output;
    if (result.code !== 0) return { name, ok: false, passed: 0, failed: 1, output };
  }
  return { name, ok: true, passed: 1, failed: 0, output };
}

/** Runs vitest projects; a run that ends without a report counts as one failure. */
export async function vitest(name, projects, { quiet }) {
  return withReport(
    name,
    (report) =>
      run(
        node(
          "vitest/vitest.mjs",
          "run",
          ...projects.flatMap((project) => ["--project", project]),
          "--passWithNoTests",
          ...(quiet ? ["--reporter=dot"] : ["--reporter=default"]),
          "--reporter=json",
          `--outputFile=${report}`,
        ),
        { quiet, env: { NODE_ENV: "test" } },
      ),
    ({ numPassedTests, numFailedTests, numFailedTestSuites, success }) => ({
      passed: numPassedTests,
      // A file that does not even load has no tests to fail.
      failed: numFailedTests || (success ? 0 : Math.max(1, numFailedTestSuites)),
    }),
  );
}

/** Runs the browser tests against the built application. */
export async function playwright(name, browser, args = []) {
  return withReport(
    name,
    (report) =>
      run(node("@playwright/test/cli.js", "test", "--reporter=list,json", ...args), {
        env: { PLAYWRIGHT_CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      }),
    ({ stats, errors }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected + (errors?.length ?? 0),
    }),
  );
}

async function withReport(name, start, count) {
  const directory = mkdtempSync(path.join(tmpdir(), "rezeis-report-"));
  const report = path.join(directory, "report.json");
  try {
    const { code, output } = await start(report);
    const counted = readReport(report, count);
    const failed = code === 0 ? counted.failed : Math.max(1, counted.failed);
    return { name, ok: failed === 0, passed: counted.passed, failed, output };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function readReport(file, count) {
  try {
    return count(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/**
 * Everything that needs neither a database nor a browser, two at a time.
 * @returns {Promise<Result[]>}
 */
export async function verify() {
  const waiting = [
    ...Object.entries(STATIC_CHECKS).map(
      ([name, commands]) =>
        () =>
          staticCheck(name, commands),
    ),
    async () => checkDependencies(),
    () => vitest("tests", ["rules", "unit"], { quiet: true }),
  ];
  const results = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const startedAt = performance.now();
      const result = await next();
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(`${result.ok ? "✓" : "✗"} ${result.name} (${seconds} s)`);
      if (!result.ok) console.log(result.output);
      results.push(result);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

/** Prints the last line of a run and sets the exit code. */
export function conclude(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const broken = results.filter(({ ok }) => !ok).map(({ name }) => name);
  if (broken.length > 0) console.log(`\nNot well: ${broken.join(", ")}`);
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}
