import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testDatabase } from "@/db/testing";
import { until } from "@/server/testing/until";
import { createApp } from "./testing/start-app";

const { url, sql } = await testDatabase();
const children: ChildProcess[] = [];

beforeEach(async () => {
  await sql`drop schema if exists executor cascade`;
  await sql`drop table if exists note`;
  await sql`create table note(id serial, process text, line text)`;
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

async function startProcess(name: string): Promise<ChildProcess> {
  const program = path.join(import.meta.dirname, "testing/hold-executor.ts");
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--conditions=react-server", program, url, name],
    { stdio: "inherit" },
  );
  children.push(child);
  await until(async () => (await notes("ready", name)) > 0, { timeoutMs: 25_000 });
  return child;
}

async function notes(line: string, name?: string): Promise<number> {
  const rows = await sql`select 1 from note
    where line like ${line} and (${name ?? null}::text is null or process = ${name ?? null})`;
  return rows.length;
}

test("a process killed in the middle: others go on, and no finished step is done again", async () => {
  const stuck = await startProcess("stuck");
  const client = createApp((inngest) => [
    inngest.createFunction({ id: "two", triggers: [{ event: "two" }] }, async () => {}),
  ]);
  const lazy = await client.attach({ databaseUrl: url, workers: 0 });
  await client.inngest.send(
    Array.from({ length: 10 }, (_, n) => ({ name: "two", data: { n: String(n) } })),
  );
  await until(async () => (await notes("two %", "stuck")) === 10);
  stuck.kill("SIGKILL");
  await startProcess("second");
  await until(async () => (await notes("done %")) === 10, { timeoutMs: 20_000 });
  expect(await notes("one %")).toBe(10);
  expect(await notes("two %", "second")).toBe(10);
  await until(
    async () =>
      (await sql`select 1 from executor.run where fn_id = 'shop-two' and status = 'completed'`)
        .length === 10,
  );
  await lazy.stop();
}, 60_000);

test("two processes share one clock: a run a tick", async () => {
  await Promise.all([startProcess("a"), startProcess("b")]);
  await until(async () => (await notes("tick %")) >= 5);
  const ticks = await sql<{ line: string; n: number }[]>`
    select line, count(*)::int as n from note where line like 'tick %' group by 1`;
  expect(ticks.filter(({ n }) => n !== 1)).toEqual([]);
}, 60_000);
