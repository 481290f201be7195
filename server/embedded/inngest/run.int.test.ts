import { beforeEach, expect, onTestFinished, test } from "vitest";
import { testDatabase } from "@/db/testing";
import { until } from "@/server/testing/until";
import { takeTick } from "./cron";
import { openPool } from "./database";
import { readConfig } from "./options";
import { sweepOld } from "./retention";
import { scheduleOf } from "./schedule";
import { createApp } from "./testing/start-app";

const { url, sql } = await testDatabase();
beforeEach(() => sql`drop schema if exists executor cascade`);

const runsWith = async (status: string) =>
  (await sql`select 1 from executor.run where status = ${status}`).length;

async function start(
  define: Parameters<typeof createApp>[0],
  options: { leaseMs?: number; workers?: number; client?: { checkpointing?: boolean } } = {},
) {
  const { client, ...rest } = options;
  const app = createApp(define, client);
  const executor = await app.attach({ databaseUrl: url, pollMs: 100, backoff: () => 50, ...rest });
  onTestFinished(() => executor.stop(100));
  return { inngest: app.inngest, executor, attach: app.attach };
}

test("an option that only a server has stops the start, named with its function", async () => {
  const app = createApp((inngest) => [
    inngest.createFunction(
      { id: "batch", triggers: [{ event: "x" }], batchEvents: { maxSize: 5, timeout: "1s" } },
      async () => {},
    ),
  ]);
  await expect(app.attach({ databaseUrl: url })).rejects.toThrow(
    "Job function “shop-batch”, option “batchEvents”: it is not supported",
  );
});

test("a lease that ran out: another takes over, and what the first still says is not heard", async () => {
  const release: (() => void)[] = [];
  let calls = 0;
  const { inngest } = await start(
    (client) => [
      client.createFunction({ id: "slow", triggers: [{ event: "slow" }] }, async ({ step }) => {
        calls += 1;
        const call = calls;
        return step.run("work", async () => {
          if (call === 1) await new Promise<void>((resolve) => release.push(resolve));
          return call;
        });
      }),
    ],
    { leaseMs: 600_000 },
  );
  await inngest.send({ name: "slow", data: {} });
  await until(() => release.length === 1);
  await sql`update executor.job set lease_until = now() - interval '1 second'`;
  await until(async () => (await runsWith("completed")) === 1);
  release[0]?.();
  await until(() => calls >= 2);
  const [step] = await sql<{ result: unknown }[]>`select result from executor.step`;
  expect(step?.result).toEqual({ type: "data", data: 2 });
  const [run] = await sql<{ output: unknown }[]>`select output from executor.run`;
  expect(run?.output).toBe(2);
});

test("what ends while the function goes on is not lost and disturbs nobody", async () => {
  const done: string[] = [];
  let finish = () => {};
  const { inngest } = await start((client) => [
    client.createFunction(
      { id: "race", triggers: [{ event: "race" }] },
      async ({ step, group }) => {
        await group.parallel({ mode: "race" }, () =>
          Promise.race([
            step.waitForEvent("fast", { event: "fast", timeout: "1h" }),
            step.waitForEvent("late", { event: "late", timeout: "1h" }),
          ]),
        );
        await step.run("long", async () => {
          done.push("long");
          await new Promise<void>((resolve) => {
            finish = resolve;
          });
        });
        done.push("end");
      },
    ),
  ]);
  const waiting = (n: number) => async () =>
    (await sql`select 1 from executor.job where kind = 'event'`).length === n;
  await inngest.send({ name: "race", data: {} });
  await until(waiting(2));
  await inngest.send({ name: "fast", data: {} });
  await until(() => done.includes("long"));
  await inngest.send({ name: "late", data: {} });
  await until(waiting(0));
  finish();
  await until(async () => (await runsWith("completed")) === 1);
  expect(done.filter((entry) => entry === "long")).toHaveLength(1);
});

test("text that PostgreSQL cannot hold passes through events, steps and results", async () => {
  const odd = "a\u0000b\ud800c";
  const { inngest } = await start((client) => [
    client.createFunction(
      {
        id: "odd",
        triggers: [{ event: "odd" }],
        concurrency: { limit: 1, key: "event.data.text" },
        retries: 0,
      },
      async ({ event, step }) => {
        const same = await step.run("echo", () => event.data.text);
        return same === odd;
      },
    ),
  ]);
  await inngest.send({ name: "odd", data: { text: odd } });
  await until(async () => (await runsWith("completed")) === 1);
  const [run] = await sql<{ output: unknown }[]>`select output from executor.run`;
  expect(run?.output).toBe(true);
});

test("a wait for what cannot be understood fails its run at once, and says so", async () => {
  const failures: string[] = [];
  const { inngest, executor } = await start((client) => [
    client.createFunction(
      {
        id: "odd",
        triggers: [{ event: "odd" }],
        onFailure: async ({ error }: { error: Error }) => void failures.push(error.message),
      },
      async ({ step }) => {
        await step.waitForEvent("w", { event: "x", timeout: "1h", if: "size(event.data.a) > 1" });
      },
    ),
  ]);
  await inngest.send({ name: "odd", data: {} });
  await until(() => failures.length === 1);
  expect(failures[0]).toMatch(/no function size\(\)/);
  const [failed] = await executor.runs({ status: "failed" });
  expect(failed).toMatchObject({ fnId: "shop-odd", eventName: "odd", error: failures[0] });
});

test("a failed tick is not lost: one run makes up for all that were missed", async () => {
  await start(() => []);
  const config = readConfig({
    id: "nightly",
    triggers: [{ cron: "0 3 * * *" }],
    steps: { step: {} },
  });
  const cron = "TZ=Europe/Moscow 0 3 * * *";
  const clock = { config, cron, key: "k", schedule: scheduleOf(cron) };
  const pool = openPool(url, 2);
  onTestFinished(() => pool.end());
  const at = (time: string) => pool.begin((tx) => takeTick(tx, clock, new Date(time)));
  await at("2026-03-01T12:00:00Z");
  await at("2026-03-01T23:59:59Z");
  expect(await runsWith("running")).toBe(0);
  await at("2026-03-05T09:00:00Z");
  await at("2026-03-05T09:00:01Z");
  expect(await runsWith("running")).toBe(1);
  await Promise.all([at("2026-03-06T00:00:00Z"), at("2026-03-06T00:00:00Z")]);
  expect(await runsWith("running")).toBe(2);
});

test("old runs, their steps and events go; what still runs stays", async () => {
  const { inngest } = await start((client) => [
    client.createFunction({ id: "quick", triggers: [{ event: "quick" }] }, async ({ step }) => {
      await step.run("a", () => 1);
    }),
    client.createFunction({ id: "sleepy", triggers: [{ event: "quick" }] }, async ({ step }) => {
      await step.sleep("z", "1h");
    }),
  ]);
  await inngest.send(Array.from({ length: 5 }, () => ({ name: "quick", data: {} })));
  await until(async () => (await runsWith("completed")) === 5);
  expect(await sweepOld(sql, 3_600_000)).toBe(0);
  await sql`update executor.run set ended_at = ended_at - interval '2 hours'`;
  await sql`update executor.event set received_at = received_at - interval '2 hours'`;
  expect(await sweepOld(sql, 3_600_000)).toBe(5);
  expect(await sql`select 1 from executor.step`).toHaveLength(0);
  expect(await sql`select 1 from executor.event`).toHaveLength(0);
  expect(await runsWith("running")).toBe(5);
});

test("a stop lets work end, and gives back what does not", async () => {
  let started = 0;
  const define: Parameters<typeof createApp>[0] = (client) => [
    client.createFunction({ id: "stuck", triggers: [{ event: "stuck" }] }, async () => {
      started += 1;
      if (started === 1) await new Promise(() => {});
    }),
  ];
  const { inngest, executor, attach } = await start(define);
  await inngest.send({ name: "stuck", data: {} });
  await until(() => started === 1);
  await executor.stop(50);
  const next = await attach({ databaseUrl: url });
  onTestFinished(() => next.stop());
  await until(async () => (await runsWith("completed")) === 1);
  expect(started).toBe(2);
});
