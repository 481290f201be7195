import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import postgres from "postgres";
import { afterAll, afterEach, expect, onTestFinished, test } from "vitest";
import { until } from "@/server/testing/until";
import { type EmbeddedPostgresOptions, startPostgres } from ".";
import { isAlive, readPostmaster } from "./postmaster";

const home = mkdtempSync(path.join(tmpdir(), "rezeis-launcher-"));
const dir = path.join(home, "postgres");
const started: { stop(): Promise<void> }[] = [];

async function start(options: Partial<EmbeddedPostgresOptions> = {}) {
  const server = await startPostgres({ dir, ...options });
  started.push(server);
  return server;
}

async function query<T = Record<string, unknown>>(url: string, text: string): Promise<T[]> {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    return (await sql.unsafe(text)) as unknown as T[];
  } finally {
    await sql.end();
  }
}

/** A process of its own that holds the server, so that it can be killed. */
async function holder(): Promise<{ child: ChildProcess; url: string; pid: number }> {
  const program = path.join(import.meta.dirname, "testing/hold-server.ts");
  const child = spawn(process.execPath, ["--import", "tsx", program, dir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, ...(JSON.parse(line) as { url: string; pid: number }) };
  }
  throw new Error("The process ended without a server");
}

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

test("makes a UTF-8 cluster that any machine sorts the same way, then starts it again", async () => {
  const cold = await start();
  const [locale] = await query(
    cold.url,
    `select pg_encoding_to_char(encoding) as encoding, datlocprovider::text as provider,
            datlocale as locale, lower('ЖУК') as lower,
            'ё' collate "ru-x-icu" < 'ж' collate "ru-x-icu" as russian
     from pg_database where datname = 'postgres'`,
  );
  expect(locale).toEqual({
    encoding: "UTF8",
    provider: "b",
    locale: "C.UTF-8",
    lower: "жук",
    russian: true,
  });
  await query(cold.url, "create table kept (id int); insert into kept values (1)");
  await cold.stop();
  expect(isAlive(cold.pid)).toBe(false);

  const warm = await start();
  expect(await query(warm.url, "select id from kept")).toEqual([{ id: 1 }]);
});

test("adopts the server that another living process started, and leaves it running", async () => {
  const other = await holder();
  const adopted = await start();
  expect(adopted).toMatchObject({ pid: other.pid, url: other.url, adopted: true });
  await adopted.stop();
  expect(isAlive(other.pid)).toBe(true);
});

test("starts that happen at once end with one server", async () => {
  const servers = await Promise.all([start(), start(), start()]);
  expect(new Set(servers.map(({ pid }) => pid)).size).toBe(1);
});

test("a killed process loses nothing committed and does not block the next start", async () => {
  const other = await holder();
  await query(other.url, "create table survived (id int)");
  await query(other.url, "insert into survived select generate_series(1, 1000)");
  other.child.kill("SIGKILL");
  const next = await start();
  expect(await query(next.url, "select count(*)::int as n from survived")).toEqual([{ n: 1000 }]);
});

test("recovers from a killed server and its stale claim", async () => {
  const server = await start();
  await query(server.url, "create table crashed (id int); insert into crashed values (7)");
  process.kill(server.pid, "SIGKILL");
  await until(() => !isAlive(server.pid));
  expect(readPostmaster(dir)?.pid).toBe(server.pid);
  const next = await start();
  expect(await query(next.url, "select id from crashed")).toEqual([{ id: 7 }]);
});

test("a claim whose number now belongs to another program is dropped", async () => {
  await (await start()).stop();
  writeFileSync(path.join(dir, "postmaster.pid"), `${process.pid}\n${dir}\n0\n1\n\n\n\nready\n`);
  const next = await start();
  expect(next.adopted).toBe(false);
});

test("takes another port when the wished one is taken", async () => {
  const stranger = net.createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void stranger.close());
  const port = await until(() => (stranger.address() as net.AddressInfo | null)?.port);
  const server = await start({ port });
  expect(new URL(server.url).port).not.toBe(String(port));
  expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("half a cluster is kept aside, remains of killed initdbs are removed", async () => {
  const half = path.join(home, "half");
  const remains = `${half}.making-4194303`;
  for (const broken of [half, remains]) {
    mkdirSync(broken);
    writeFileSync(path.join(broken, "PG_VERSION"), "18\n");
  }
  const said: string[] = [];
  const server = await start({ dir: half, say: (message) => said.push(message) });
  expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
  expect(existsSync(remains)).toBe(false);
  expect(readdirSync(home).filter((name) => name.startsWith("half.set-aside-"))).toHaveLength(1);
  expect(said.join("\n")).toContain("kept as");
});
