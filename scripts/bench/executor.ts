/**
 * `npm run bench:executor [runs]`: how many runs of two steps the embedded executor ends in a second, with
 * the functions in its own process, against an embedded PostgreSQL of its own: once with every commit
 * flushed to disk, as in production, and once in memory, which shows what the disk costs.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Inngest } from "inngest";
import { serve } from "inngest/edge";
import pino from "pino";
import { startExecutor } from "@/server/embedded/inngest";
import { type EmbeddedPostgresOptions, startPostgres } from "@/server/embedded/postgres";

const runs = Number(process.argv[2] ?? 5000);
const quiet = { info() {}, warn() {}, error() {}, debug() {} };

async function bench(databaseUrl: string): Promise<void> {
  const wiring: { fetch?: typeof fetch } = {};
  const inngest = new Inngest({
    id: "bench",
    isDev: true,
    logger: quiet,
    fetch: (input, init) => wiring.fetch?.(input, init) ?? Promise.reject(new Error("not started")),
  });
  let ended = 0;
  const twoSteps = async ({ step }: { step: { run(id: string, f: () => number): unknown } }) => {
    await step.run("a", () => 1);
    await step.run("b", () => 2);
    ended += 1;
  };
  const functions = [
    inngest.createFunction({ id: "free", triggers: [{ event: "free" }] }, twoSteps),
    inngest.createFunction(
      {
        id: "keyed",
        triggers: [{ event: "keyed" }],
        concurrency: { limit: 1, key: "event.data.key" },
      },
      twoSteps,
    ),
  ];
  const executor = await startExecutor({
    databaseUrl,
    handler: serve({ client: inngest, functions }),
    log: pino({ level: "error" }),
  });
  wiring.fetch = executor.fetch;
  for (const name of ["free", "keyed"]) {
    for (const events of [runs / 5, runs]) {
      ended = 0;
      const start = performance.now();
      const cpu = process.cpuUsage();
      for (let from = 0; from < events; from += 500) {
        const batch = Array.from({ length: Math.min(500, events - from) }, (_, n) => ({
          name,
          data: { key: String((from + n) % 1000) },
        }));
        await inngest.send(batch);
      }
      const taken = performance.now();
      while (ended < events) await new Promise((resolve) => setTimeout(resolve, 5));
      const ms = performance.now() - start;
      const { user, system } = process.cpuUsage(cpu);
      // The first, smaller round warms up.
      if (events < runs) continue;
      const perSecond = (n: number, time: number) => Math.round(n / (time / 1000));
      console.log(
        `  ${name.padEnd(6)} ${events} events taken in at ${perSecond(events, taken - start)}/s, ` +
          `two-step runs ended at ${perSecond(events, ms)}/s, ` +
          `${((user + system) / 1000 / events).toFixed(2)} ms of CPU each in this process`,
      );
    }
  }
  await executor.stop();
}

async function on(what: string, parent: string, settings: EmbeddedPostgresOptions["settings"]) {
  const dir = mkdtempSync(path.join(parent, "rezeis-bench-"));
  const server = await startPostgres({ dir: path.join(dir, "postgres"), settings });
  try {
    console.log(what);
    await bench(server.url);
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

await on("every commit flushed to disk", tmpdir(), {});
if (existsSync("/dev/shm")) {
  await on("in memory", "/dev/shm", { fsync: "off", synchronous_commit: "off" });
}
