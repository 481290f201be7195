/**
 * `npm run bench:sync [users …]`: how much a sync costs beyond streaming the same pages, on an embedded
 * PostgreSQL and a stand-in panel of its own. The panel runs in a child process, so that its work and
 * memory are not counted as ours.
 */
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { closeDatabase, database } from "@/db/client";
import { migrate } from "@/db/migrate";
import { systemContext } from "@/server/core/context";
import { provideEnv } from "@/server/core/env";
import {
  applyImport,
  runSync,
  stageImport,
  startImport,
  startSync,
} from "@/server/domains/remnawave";
import { startPostgres } from "@/server/embedded/postgres";
import { createPanelClient } from "@/server/integrations/remnawave";

const TOKEN = "bench-token";
const sizes = process.argv.slice(2).map(Number).filter(Number.isInteger);
const self = fileURLToPath(import.meta.url);

provideEnv({
  LOG_LEVEL: "silent",
  AUTH_SECRET: "bench".repeat(8),
  ENCRYPTION_KEY: "0".repeat(64),
});
async function panelProcess(users: number): Promise<void> {
  const { startDemoPanel } = await import("@/server/demo/panel");
  const { logger } = await import("@/server/core/logger");
  const panel = await startDemoPanel({
    token: TOKEN,
    webhookUrl: () => "http://127.0.0.1:9/nobody",
    webhookSecret: "s".repeat(32),
    publicSubBase: "https://sub.example.com",
    logger: logger(),
    living: false,
    // A real panel on two cores streams 10,000 users in 0.6–0.9 s.
    streamMsPerUser: process.env.BENCH_FAST_PANEL ? 0 : 0.07,
  });
  await panel.seedUsers(users);
  process.on("message", () => {
    void Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        panel.editUser(`bulk_${String(n + 1).padStart(6, "0")}`, {
          hwidDeviceLimit: 77,
          silent: true,
        }),
      ),
    ).then(() => process.send?.({ drifted: true }));
  });
  process.send?.({ url: panel.url });
}

async function importProcess(users: number): Promise<void> {
  const ctx = systemContext("bench");
  const memory = watchMemory();
  const ms = await time(async () => {
    const run = await startImport(ctx);
    await stageImport(ctx, run);
    await applyImport(ctx, run);
  });
  console.log(`  import, confirmed     ${figures(ms, users)}   peak ${memory.stop()} MB`);
  await closeDatabase();
}

async function main(): Promise<void> {
  const dir = mkdtempSync(path.join(tmpdir(), "rezeis-bench-"));
  const server = await startPostgres({ dir: path.join(dir, "postgres") });
  try {
    for (const users of sizes.length > 0 ? sizes : [10_000, 100_000]) {
      await bench(users, server.url);
    }
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function bench(users: number, serverUrl: string): Promise<void> {
  const admin = (await import("postgres")).default(serverUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database bench_${users}`);
  await admin.end();
  const url = serverUrl.replace(/\/postgres$/, `/bench_${users}`);
  await migrate(url);

  const child = fork(self, { env: { ...process.env, BENCH_PANEL: String(users) } });
  const answer = () => new Promise<{ url?: string }>((resolve) => child.once("message", resolve));
  try {
    const { url: panelUrl = "" } = await answer();
    provideEnv({ DATABASE_URL: url, REMNAWAVE_HOST: panelUrl, REMNAWAVE_TOKEN: TOKEN });
    const ctx = systemContext("bench");
    console.log(`\n${users.toLocaleString("en")} panel users`);

    const bare = median(await times(3, () => bareStream(panelUrl)));
    console.log(`  bare streaming        ${figures(bare, users)}`);
    const decoded = median(await times(3, () => decodedStream(panelUrl)));
    console.log(`  decoding client       ${figures(decoded, users)}`);

    // In a process of its own, so that the memory of one is not taken for the other's.
    const importer = fork(self, {
      env: { ...process.env, BENCH_IMPORT: String(users), REMNAWAVE_TOKEN: TOKEN },
    });
    await new Promise((resolve) => importer.once("exit", resolve));
    const memory = watchMemory();
    const sync = async () => {
      const run = await runSync(ctx, await startSync(ctx));
      if (run.status !== "completed") throw new Error(`sync ${run.status}: ${run.error}`);
      return run;
    };
    await database().sql`vacuum analyze`;
    await sync();
    const same = median(await times(3, sync));
    report("sync, nothing changed", same, bare, users);

    child.send("drift");
    await answer();
    let drifted = 0;
    const drift = await time(async () => {
      drifted = (await sync()).drifted;
    });
    report(`sync, ${drifted} drifted`, drift, bare, users);
    console.log(`  peak memory (RSS)     ${memory.stop()} MB (${memory.before} MB before)`);
  } finally {
    child.kill();
    await closeDatabase();
  }
}

/** The same pages, fetched and parsed, nothing else. */
async function bareStream(panelUrl: string): Promise<void> {
  const headers = {
    authorization: `Bearer ${TOKEN}`,
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-proto": "https",
  };
  let cursor: string | number | null = 0;
  while (cursor !== null) {
    const from: string = cursor ? `&cursor=${cursor}` : "";
    const response = await fetch(`${panelUrl}/api/users/stream?size=1000${from}`, { headers });
    type Page = { response: { nextCursor: string | number | null; hasMore: boolean } };
    const page = (await response.json()) as Page;
    cursor = page.response.hasMore ? page.response.nextCursor : null;
  }
}

async function decodedStream(panelUrl: string): Promise<void> {
  const client = createPanelClient({ host: panelUrl, token: TOKEN });
  for await (const page of client.streamUsers()) {
    if (page.kind !== "ok") throw new Error(page.kind);
  }
}

function report(what: string, ms: number, bare: number, users: number): void {
  console.log(
    `  ${what.padEnd(21)} ${figures(ms, users)}   ${(ms / bare).toFixed(2)} × bare streaming`,
  );
}

const figures = (ms: number, users: number): string =>
  `${String(Math.round(ms)).padStart(6)} ms  ${Math.round(users / (ms / 1000))
    .toLocaleString("en")
    .padStart(8)} users/s`;

async function time(body: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await body();
  return performance.now() - start;
}

async function times(count: number, body: () => Promise<unknown>): Promise<number[]> {
  const all: number[] = [];
  for (let n = 0; n < count; n++) all.push(await time(body));
  return all;
}

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

function watchMemory() {
  const megabytes = () => Math.round(process.memoryUsage.rss() / 1024 ** 2);
  const before = megabytes();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, megabytes());
  }, 50);
  return {
    before,
    stop() {
      clearInterval(timer);
      return Math.max(peak, megabytes());
    },
  };
}

if (process.env.BENCH_PANEL) await panelProcess(Number(process.env.BENCH_PANEL));
else if (process.env.BENCH_IMPORT) await importProcess(Number(process.env.BENCH_IMPORT));
else await main();
