import { accessSync, chmodSync, constants, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { root } from "./root.mjs";
import { run } from "./run.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const APPS = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

/**
 * Finds a Chromium: the one asked for, an installed one, Playwright's own, or the one that comes in an npm
 * package.
 * @returns {Promise<{ path: string | undefined, from: string }>} path is undefined for Playwright's own
 */
export async function findChromium() {
  const asked = process.env.PLAYWRIGHT_CHROMIUM_PATH;
  if (asked) return { path: asked, from: "PLAYWRIGHT_CHROMIUM_PATH" };
  const directories = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  const installed = [...directories.flatMap((dir) => NAMES.map((n) => path.join(dir, n))), ...APPS];
  const found = installed.find(isProgram);
  if (found) return { path: found, from: "this machine" };
  const require = createRequire(path.join(root, "package.json"));
  if (existsSync(require("@playwright/test").chromium.executablePath())) {
    return { path: undefined, from: "Playwright" };
  }
  return { path: await packaged(), from: "the package @sparticuz/chromium" };
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Unpacks the package's browser once; the script in front of it points it to the libraries it brings. */
async function packaged() {
  const home = path.join(root, "node_modules/.cache/chromium");
  const launcher = path.join(home, "launch.sh");
  if (existsSync(launcher)) return launcher;
  mkdirSync(home, { recursive: true });
  const { code, output } = await run(
    [
      process.execPath,
      "--input-type=module",
      "--eval",
      'import c from "@sparticuz/chromium"; await c.executablePath();',
    ],
    // It unpacks its libraries only where it believes to be in such a runtime.
    { quiet: true, env: { TMPDIR: home, AWS_LAMBDA_JS_RUNTIME: "nodejs20.x" } },
  );
  if (code !== 0) throw new Error(`No Chromium found, and the packaged one failed:\n${output}`);
  writeFileSync(
    launcher,
    [
      "#!/bin/sh",
      `export LD_LIBRARY_PATH="${home}/al2023/lib" FONTCONFIG_PATH="${home}/fonts"`,
      `exec "${home}/chromium" "$@"`,
      "",
    ].join("\n"),
  );
  chmodSync(launcher, 0o755);
  return launcher;
}
