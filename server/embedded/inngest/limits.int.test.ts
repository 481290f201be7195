import type { InngestFunction } from "inngest";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { testDatabase } from "@/db/testing";
import { until } from "@/server/testing/until";
import { createApp } from "./testing/start-app";

const { url, sql } = await testDatabase();

type Options = Omit<InngestFunction.Options, "id" | "triggers">;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const ended = async (status = "completed") =>
  (await sql`select 1 from executor.run where status = ${status}`).length;

beforeEach(() => sql`drop schema if exists executor cascade`);

/** Several executors, as of several processes, over functions named `f0`, `f1` … with these options. */
async function start(options: Options[], body: (data: Record<string, unknown>) => unknown, n = 3) {
  const app = createApp((inngest) =>
    options.map((option, i) =>
      inngest.createFunction(
        { ...option, id: `f${i}`, triggers: [{ event: `f${i}` }] } as InngestFunction.Options,
        async ({ event, step }) => {
          await step.run("work", async () => void (await body(event.data)));
        },
      ),
    ),
  );
  for (let i = 0; i < n; i++) {
    const executor = await app.attach({ databaseUrl: url, pollMs: 100, workers: 6 });
    onTestFinished(() => executor.stop());
  }
  return app.inngest;
}

/** Counts what is under way under each label, and remembers the most. */
function meter() {
  const live = new Map<string, number>();
  const most = new Map<string, number>();
  return {
    most,
    async during(labels: string[], ms: number): Promise<void> {
      for (const label of labels) {
        const now = (live.get(label) ?? 0) + 1;
        live.set(label, now);
        most.set(label, Math.max(most.get(label) ?? 0, now));
      }
      await pause(ms);
      for (const label of labels) live.set(label, (live.get(label) ?? 0) - 1);
    },
  };
}

test("keyed limits are exact and used up, with several keys, over three executors", async () => {
  const { most, during } = meter();
  const inngest = await start(
    [{ concurrency: [{ limit: 2, key: "event.data.k" }, { limit: 5 }] }],
    ({ k }) => during(["all", String(k)], 5),
  );
  const events = Array.from({ length: 400 }, (_, n) => ({ name: "f0", data: { k: n % 6 } }));
  await inngest.send(events);
  await until(async () => (await ended()) === 400, { timeoutMs: 20_000 });
  expect(most.get("all")).toBe(5);
  for (let k = 0; k < 6; k++) expect(most.get(String(k))).toBeLessThanOrEqual(2);
});

test("a key of scope account is one over all functions", async () => {
  const { most, during } = meter();
  const shared: Options = {
    concurrency: { limit: 1, scope: "account", key: "'the panel'" },
  };
  const inngest = await start([shared, shared], () => during(["all"], 10));
  await inngest.send(Array.from({ length: 20 }, (_, n) => ({ name: `f${n % 2}`, data: {} })));
  await until(async () => (await ended()) === 20);
  expect(most.get("all")).toBe(1);
});

test("throttle: never more starts than allowed in any period, and everything starts", async () => {
  const starts: number[] = [];
  const inngest = await start([{ throttle: { limit: 4, period: "1s", key: "event.data.k" } }], () =>
    starts.push(performance.now()),
  );
  await inngest.send(Array.from({ length: 10 }, () => ({ name: "f0", data: { k: 1 } })));
  await until(async () => (await ended()) === 10);
  starts.sort((a, b) => a - b);
  for (let i = 4; i < starts.length; i++) {
    // From claiming a job to its first line a few milliseconds pass, not the same each time.
    expect((starts[i] ?? 0) - (starts[i - 4] ?? 0)).toBeGreaterThan(850);
  }
});

test("rate limit: what is too much is left out, by key", async () => {
  const seen: unknown[] = [];
  const inngest = await start(
    [{ rateLimit: { limit: 2, period: "1h", key: "event.data.k" } }],
    ({ k }) => seen.push(k),
  );
  await inngest.send(["a", "a", "b"].map((k) => ({ name: "f0", data: { k } })));
  await inngest.send(["a", "b", "b"].map((k) => ({ name: "f0", data: { k } })));
  await until(async () => (await ended()) === 4);
  expect(seen.sort()).toEqual(["a", "a", "b", "b"]);
  expect(await sql`select 1 from executor.run`).toHaveLength(4);
});

test("idempotency: a key makes one run in any 24 hours", async () => {
  const inngest = await start([{ idempotency: "event.data.k" }], () => {}, 1);
  const send = () =>
    inngest.send([
      { name: "f0", data: { k: "x" } },
      { name: "f0", data: { k: "x" } },
    ]);
  await send();
  await sql`update executor.run set created_at = created_at - interval '23 hours 59 minutes'`;
  await send();
  expect(await sql`select 1 from executor.run`).toHaveLength(1);
  await sql`update executor.run set created_at = created_at - interval '1 minute'`;
  await send();
  await until(async () => (await ended()) === 2);
});

test("debounce waits no longer than its timeout", async () => {
  const seen: unknown[] = [];
  const inngest = await start([{ debounce: { period: "10m", timeout: "1s" } }], ({ n }) =>
    seen.push(n),
  );
  await inngest.send({ name: "f0", data: { n: 1 } });
  await inngest.send({ name: "f0", data: { n: 2 } });
  await until(async () => (await ended()) === 1);
  expect(seen).toEqual([2]);
});

test("free jobs in plenty do not starve limited ones", async () => {
  const order: string[] = [];
  const inngest = await start([{}, { concurrency: 1 }], ({ name }) => order.push(String(name)), 1);
  await inngest.send([
    ...Array.from({ length: 300 }, () => ({ name: "f0", data: { name: "free" } })),
    { name: "f1", data: { name: "limited" } },
  ]);
  await until(async () => (await ended()) === 301);
  expect(order.indexOf("limited")).toBeLessThan(150);
});
