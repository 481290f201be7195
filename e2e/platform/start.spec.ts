import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { ownApplication } from "./application";

/** The promises of `npm start`, kept by real processes on a data directory of their own. */
test.describe.configure({ mode: "serial" });

const PORT = 4174;
const { home, start, startReady, remove } = ownApplication(PORT);

const databasePid = () =>
  Number(readFileSync(path.join(home, "postgres/postmaster.pid"), "utf8").split("\n")[0]);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test.afterAll(remove);

test("the first start prints the addresses and a login, every part reports ready, SIGTERM ends all", async ({
  request,
}) => {
  const { child, output, ended } = await startReady();
  expect(output()).toContain(`http://localhost:${PORT}/admin`);
  expect(output()).toMatch(/Sign in as[\s\S]+@/);
  const ready = await request.get(`http://localhost:${PORT}/api/ready`);
  expect(ready.status()).toBe(200);
  expect(await ready.json()).toMatchObject({
    ok: true,
    parts: { database: { ok: true }, migrations: { ok: true, pending: 0 }, outbox: { ok: true } },
  });
  const database = databasePid();
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(isAlive(database)).toBe(false);
  expect(existsSync(path.join(home, "postgres/postmaster.pid"))).toBe(false);
});

test("a later start is ready in seconds and shows no login again; Ctrl-C ends it", async () => {
  const startedAt = Date.now();
  const { child, output, ended } = await startReady();
  expect(Date.now() - startedAt).toBeLessThan(15_000);
  expect(output()).not.toContain("Sign in as");
  child.kill("SIGINT");
  expect(await ended).toBe(0);
});

test("after kill -9 the next start recovers by itself", async ({ request }) => {
  const killed = await startReady();
  killed.child.kill("SIGKILL");
  await killed.ended;
  const next = await startReady();
  expect(next.output()).not.toContain("Sign in as");
  expect((await request.get(`http://localhost:${PORT}/api/ready`)).status()).toBe(200);
  next.child.kill("SIGTERM");
  expect(await next.ended).toBe(0);
});

test("a taken port and a half-configured group stop the start with words, not with a stack", async () => {
  const stranger = createServer().listen(PORT);
  const taken = start();
  expect(await taken.ended).toBe(1);
  expect(taken.output()).toContain(`Port ${PORT} is taken`);
  await new Promise((resolve) => stranger.close(resolve));

  const half = start({ REMNAWAVE_HOST: "panel.example.com" });
  expect(await half.ended).toBe(1);
  expect(half.output()).toContain("REMNAWAVE_TOKEN must be set too");
  expect(half.output()).not.toMatch(/^\s+at /m);
});
