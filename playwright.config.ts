import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { defineConfig, devices } from "@playwright/test";

const PORT = Number(process.env.E2E_PORT ?? 4173);
const baseURL = `http://localhost:${PORT}`;

/** Workers load this file as well and find the directory that the first load has made. */
if (!process.env.E2E_DATA_DIR) {
  const directory = mkdtempSync(path.join(tmpdir(), "rezeis-e2e-"));
  process.env.E2E_DATA_DIR = directory;
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
}

/** The operator that e2e/ signs in as. */
process.env.E2E_ADMIN_EMAIL ??= "owner@example.com";
process.env.E2E_ADMIN_PASSWORD ??= "a-password-for-tests";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: false,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL,
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.PLAYWRIGHT_CHROMIUM_PATH || undefined,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
  projects: [
    { name: "admin", testDir: "e2e/admin", use: { viewport: { width: 1440, height: 900 } } },
    { name: "platform", testDir: "e2e/platform" },
    { name: "bot", testDir: "e2e/bot", use: { viewport: { width: 1280, height: 900 } } },
    {
      name: "miniapp",
      testDir: "e2e/miniapp",
      use: { ...devices["Pixel 7"], viewport: { width: 390, height: 844 } },
    },
  ],
  webServer: {
    command: "node scripts/start.mjs",
    url: `${baseURL}/api/ready`,
    timeout: 180_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    stdout: "ignore",
    env: {
      PORT: String(PORT),
      DATA_DIR: process.env.E2E_DATA_DIR,
      DEMO: "1",
      ADMIN_EMAIL: process.env.E2E_ADMIN_EMAIL,
      ADMIN_PASSWORD: process.env.E2E_ADMIN_PASSWORD,
      LOG_LEVEL: "warn",
    },
  },
});
