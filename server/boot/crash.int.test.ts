import { type ChildProcess, fork } from "node:child_process";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import pino from "pino";
import type postgres from "postgres";
import { afterAll, describe, expect, it } from "vitest";
import { connectRaw } from "@/db/client";
import { env, provideEnv } from "@/server/core/env";
import { startDemoGateway } from "@/server/demo/gateway";
import { DEMO_SECRET, DEMO_TOKEN } from "@/server/demo/panel/testing";
import { createPlan } from "@/server/domains/catalog";
import { proveBalances } from "@/server/domains/ledger";
import { checkout } from "@/server/domains/payments";
import { panelShop } from "@/server/testing/panel-shop";
import { until } from "@/server/testing/until";

/**
 * `kill -9` of the running application between a payment and its delivery, at every point that matters: inside
 * the transactions (a trigger makes the statement wait, and the process dies there) and around the calls of the
 * panel (a proxy holds the request, or its answer). After a new start everything is delivered, once.
 */
const shop = await panelShop({ webhookRetryDelayMs: 500 });
const { ctx, panel } = shop;
const sql = connectRaw(env().DATABASE_URL ?? "", { max: 6 });
const PAUSE = 4242;
const port = await freePort();
const key = "k".repeat(32);
const gateway = await startDemoGateway({
  sql,
  key,
  webhookUrl: () => `http://127.0.0.1:${port}/api/webhooks/payments/demo`,
  publicBase: () => "http://127.0.0.1/pay",
  log: pino({ level: "silent" }),
  retryMs: 300,
});
provideEnv({ DEMO_GATEWAY_URL: gateway.url, DEMO_GATEWAY_KEY: key });

type Hold = { method: string; path: RegExp; when: "before" | "after"; reached: () => void };
let hold: Hold | null = null;
const held: ServerResponse[] = [];
const proxy = await startProxy();

const plan = await createPlan(ctx, {
  name: { en: "Plus", ru: "Плюс" },
  description: { en: "", ru: "" },
  trafficLimitBytes: 1_000_000_000n,
  trafficStrategy: "MONTH",
  deviceLimit: 3,
  internalSquads: [shop.squad],
  externalSquad: null,
  audience: "all",
  durations: [{ days: 30, prices: [{ currency: "RUB", amount: 10_000n }] }],
});

let app: ChildProcess | null = null;
afterAll(async () => {
  app?.kill("SIGKILL");
  await gateway.stop();
  proxy.server.closeAllConnections();
  proxy.server.close();
  await sql.end({ timeout: 1 });
});

describe("kill -9 between payment and delivery", () => {
  it.each([
    ["the webhook is being stored", trigger("insert", "gateway_events")],
    [
      "the payment is being marked paid",
      trigger("update", "payments", "new.settled_at is not null"),
    ],
    ["the books are being written", trigger("insert", "ledger_journals")],
    ["the order is being marked paid", trigger("update", "orders", "new.status = 'paid'")],
    [
      "the webhook is being marked done",
      trigger("update", "gateway_events", "new.status = 'processed'"),
    ],
    [
      "the events are being handed to the jobs",
      trigger("update", "outbox", "new.sent_at is not null and new.name = 'orders/paid'"),
    ],
    [
      "the order is being claimed for fulfilment",
      trigger("update", "orders", "new.status = 'fulfilled'"),
    ],
    ["the subscription is being promised", trigger("insert", "subscriptions")],
    ["the grant is being written", trigger("insert", "subscription_grants")],
    ["the panel has not seen the user yet", panelCall("POST", /^\/api\/users$/, "before")],
    ["the panel has made the user and nobody heard", panelCall("POST", /^\/api\/users$/, "after")],
    [
      "what the panel shows is being kept",
      trigger("update", "subscriptions", "new.observed_revision >= 1"),
    ],
    ["the customer is being told", trigger("insert", "notifications")],
  ])("while %s", { timeout: 60_000 }, async (_when, arm) => {
    app ??= await startApp();
    const customerId = await shop.addCustomer({
      telegramId: BigInt(Math.floor(Math.random() * 1e9)),
    });
    const { order, payment } = await checkout(ctx, {
      customerId,
      kind: "new",
      planId: plan.id,
      durationId: plan.durations[0]?.id ?? "",
      subscriptionId: null,
      gateway: "demo",
      clientKey: `crash:${customerId}`,
      source: "bot",
    });
    const armed = await arm();
    await gateway.act(payment?.externalId ?? "", "pay");
    await armed.reached();
    await kill(app);
    await armed.disarm();
    await letLeasesRunOut();
    app = await startApp();

    await until(
      async () => {
        const [row] =
          await sql`select s.observed_revision >= s.desired_revision and s.delivered_at is not null as ready
          from orders o join subscriptions s on s.id = o.subscription_id where o.id = ${order.id}`;
        return row?.ready === true;
      },
      { timeoutMs: 40_000, what: "the subscription is delivered" },
    );
    await until(async () => (await notified(customerId)) > 0, { timeoutMs: 20_000 });

    const [count] = await sql`
      select (select count(*)::int from payments where order_id = ${order.id} and status = 'paid') as payments,
        (select count(*)::int from ledger_journals where reference_id = ${payment?.id ?? ""}) as journals,
        (select count(*)::int from subscriptions where customer_id = ${customerId}) as subscriptions,
        (select count(*)::int from subscription_grants where order_id = ${order.id}) as grants,
        (select count(*)::int from outbox where name = 'orders/paid' and data->>'orderId' = ${order.id}) as paid,
        (select panel_username from subscriptions where customer_id = ${customerId}) as name`;
    expect(count).toMatchObject({ payments: 1, journals: 1, subscriptions: 1, grants: 1, paid: 1 });
    const users = [...panel.allUsers()].filter((user) => user.username === count?.name);
    expect(users).toHaveLength(1);
    expect(users[0]).toMatchObject({ squads: [shop.squad], hwidDeviceLimit: 3 });
    expect(await notified(customerId)).toBe(1);
    expect(await proveBalances(ctx)).toEqual([]);
  });
});

const notified = async (customerId: string): Promise<number> => {
  const [row] = await sql`select count(*)::int as n from notifications
    where customer_id = ${customerId} and type = 'subscription_ready'`;
  return row?.n ?? 0;
};

type Armed = { reached: () => Promise<unknown>; disarm: () => Promise<void> };

/** Makes one kind of statement wait until the test lets go of a lock, and tells when one does. */
function trigger(op: "insert" | "update", table: string, condition = "true") {
  return async (): Promise<Armed> => {
    const keeper = await sql.reserve();
    await keeper`select pg_advisory_lock(${PAUSE})`;
    await sql.unsafe(`
      create or replace function pause_here() returns trigger language plpgsql as
        'begin perform pg_advisory_xact_lock_shared(${PAUSE}); return null; end';
      create trigger pause_here after ${op} on ${table} for each row when (${condition}) execute function pause_here()`);
    return {
      reached: () =>
        until(async () => (await waiting(sql)).length > 0, {
          timeoutMs: 30_000,
          what: `${op} ${table}`,
        }),
      async disarm() {
        for (const pid of await waiting(sql)) await sql`select pg_terminate_backend(${pid})`;
        await sql.unsafe(`drop trigger pause_here on ${table}`);
        await keeper`select pg_advisory_unlock(${PAUSE})`;
        keeper.release();
      },
    };
  };
}

async function waiting(db: postgres.Sql): Promise<number[]> {
  const rows = await db<{ pid: number }[]>`
    select pid from pg_locks where locktype = 'advisory' and objid = ${PAUSE} and not granted
      and database = (select oid from pg_database where datname = current_database())`;
  return rows.map((row) => row.pid);
}

function panelCall(method: string, path: RegExp, when: "before" | "after") {
  return async (): Promise<Armed> => {
    let reached = false;
    hold = { method, path, when, reached: () => (reached = true) };
    return {
      reached: () => until(() => reached, { timeoutMs: 30_000, what: `${method} ${when}` }),
      async disarm() {
        hold = null;
        for (const response of held.splice(0)) response.destroy();
      },
    };
  };
}

/** What a new process would wait for: the dead one's leases end. */
async function letLeasesRunOut(): Promise<void> {
  await sql`update executor.job set lease_until = now() where lease_until is not null`;
  await sql`update subscriptions set provisioning_claimed_until = now() where provisioning_claim is not null`;
}

async function startApp(): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, "../testing/shop-process.ts"), {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: {
      NODE_ENV: "production",
      DATABASE_URL: env().DATABASE_URL,
      PORT: String(port),
      LOG_LEVEL: "silent",
      AUTH_SECRET: "a".repeat(32),
      ENCRYPTION_KEY: "0".repeat(64),
      REMNAWAVE_HOST: proxy.url,
      REMNAWAVE_TOKEN: DEMO_TOKEN,
      REMNAWAVE_WEBHOOK_SECRET: DEMO_SECRET,
      DEMO_GATEWAY_URL: gateway.url,
      DEMO_GATEWAY_KEY: key,
    },
  });
  let ready = false;
  child.stdout?.on("data", (data) => {
    ready ||= String(data).includes("ready");
  });
  await until(() => ready, { timeoutMs: 30_000, what: "the application starts" });
  return child;
}

function kill(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
}

async function startProxy() {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const armed = hold;
      const stopped =
        armed && armed.method === request.method && armed.path.test(request.url ?? "")
          ? armed
          : null;
      if (stopped?.when === "before") {
        held.push(response);
        return stopped.reached();
      }
      const answer = await fetch(`${panel.url}${request.url}`, {
        method: request.method,
        headers: request.headers as Record<string, string>,
        body: chunks.length > 0 ? Buffer.concat(chunks) : undefined,
      });
      const body = Buffer.from(await answer.arrayBuffer());
      if (stopped) {
        held.push(response);
        return stopped.reached();
      }
      response.writeHead(answer.status, {
        "content-type": answer.headers.get("content-type") ?? "application/json",
      });
      response.end(body);
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port: found } = server.address() as AddressInfo;
      server.close(() => resolve(found));
    });
  });
}
