/**
 * `npm run bench:pages`: Lighthouse over the ten main pages of the built application in demo mode; the dashboard
 * as a desktop sees it, the Mini App as a telephone on a slow line does. Ends with a failure below the goals.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { chromium } from "@playwright/test";
import lighthouse, { desktopConfig } from "lighthouse";
import { findChromium } from "../lib/chromium.mjs";

const GOALS = { performance: 90, accessibility: 100 };
const DASHBOARD = ["", "/customers", "/subscriptions", "/orders", "/catalog", "/settings"];
const MINI_APP = ["", "/servers", "/purchase", "/profile"];
const LOGIN = { email: "owner@example.com", password: "a-password-for-the-bench" };

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

const dir = mkdtempSync(path.join(tmpdir(), "rezeis-pages-"));
const [port, debugPort] = [await freePort(), await freePort()];
const base = `http://localhost:${port}`;
const app = spawn(process.execPath, ["scripts/start.mjs"], {
  stdio: "ignore",
  env: {
    ...process.env,
    PORT: String(port),
    DATA_DIR: path.join(dir, "data"),
    DEMO: "1",
    ADMIN_EMAIL: LOGIN.email,
    ADMIN_PASSWORD: LOGIN.password,
    LOG_LEVEL: "error",
  },
});
const { path: executablePath } = await findChromium();
const browser = await chromium.launchPersistentContext(path.join(dir, "browser"), {
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", `--remote-debugging-port=${debugPort}`],
});

let missed = 0;
try {
  while (!(await fetch(`${base}/api/ready`).catch(() => null))?.ok) await pause(250);
  const page = browser.pages()[0] ?? (await browser.newPage());
  await page.goto(`${base}/sign-in`);
  await page.getByLabel("E-mail").fill(LOGIN.email);
  await page.getByLabel("Password").fill(LOGIN.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/admin$/);
  await page.goto(await launch());
  await page.locator("[data-subscription]").first().waitFor();
  await page.goto("about:blank");

  for (const path of DASHBOARD) await grade(`/admin${path}`, true);
  for (const path of MINI_APP) await grade(`/miniapp${path}`, false);
} finally {
  await browser.close();
  app.kill("SIGTERM");
  await new Promise((resolve) => app.once("exit", resolve));
  rmSync(dir, { recursive: true, force: true });
}
process.exit(missed > 0 ? 1 : 0);

/** The Mini App of a customer of the demo's past whose subscription runs. */
async function launch(): Promise<string> {
  for (let id = 1; id < 500; id += 1) {
    const answer = await fetch(`${base}/demo/api/panel/users/${id}`);
    if (!answer.ok) continue;
    const { response } = (await answer.json()) as {
      response: { status: string; telegramId: number | null };
    };
    if (response.status !== "ACTIVE" || response.telegramId === null) continue;
    const launched = await fetch(`${base}/demo/api/telegram/chats/${response.telegramId}/launch`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ theme: "light" }),
    });
    const { result } = (await launched.json()) as { result: { url: string } };
    const { pathname, search, hash } = new URL(result.url);
    return `${base}${pathname}${search}${hash}`;
  }
  throw new Error("the demo has no customer with a running subscription");
}

async function grade(path: string, desktop: boolean): Promise<void> {
  const result = await lighthouse(
    base + path,
    {
      port: debugPort,
      onlyCategories: Object.keys(GOALS),
      // Signed in, and as on a second visit: the session is what storage keeps.
      disableStorageReset: true,
      logLevel: "silent",
    },
    desktop ? desktopConfig : undefined,
  );
  if (!result) throw new Error(`Lighthouse said nothing of ${path}`);
  const { categories, audits } = result.lhr;
  const scores = Object.entries(GOALS).map(([name, goal]) => {
    const score = Math.round((categories[name]?.score ?? 0) * 100);
    if (score < goal) missed += 1;
    return `${name} ${String(score).padStart(3)}${score < goal ? ` (goal ${goal})` : ""}`;
  });
  const times = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time"].map(
    (id) => audits[id]?.displayValue ?? "–",
  );
  console.log(`  ${path.padEnd(24)} ${scores.join("   ")}   ${times.join("  ")}`);
  const failed = Object.values(audits).filter(
    ({ id, score }) =>
      score === 0 && categories.accessibility?.auditRefs.some((ref) => ref.id === id),
  );
  for (const { id, title } of failed) console.log(`      ${id}: ${title}`);
}
