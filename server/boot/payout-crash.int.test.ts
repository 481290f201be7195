import { type ChildProcess, fork } from "node:child_process";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { env } from "@/server/core/env";
import { approvePayouts, getPayoutDetail, requestPayout } from "@/server/domains/partners";
import { partnerShop } from "@/server/domains/partners/testing/partner-shop";
import { updateSettingsGroup } from "@/server/domains/settings";
import { startCryptoPay } from "@/server/testing/gateways/crypto-pay";
import { until } from "@/server/testing/until";

/**
 * `kill -9` of the running application between the provider's transfer and our commit of a payout: the provider has
 * sent the money, and nobody here knows. After a new start it is asked, and the payout is paid once.
 */
const shop = await partnerShop();
const { ctx, sql } = shop;
const provider = await startCryptoPay();
let holding: "none" | "before" | "after" = "none";
const held: ServerResponse[] = [];
/** Every transfer that was asked for, made or not. */
const asked: string[] = [];
const proxy = await startProxy();
await updateSettingsGroup(ctx, {
  id: "payout.crypto_pay",
  values: { enabled: true, token: String(provider.settings.token), baseUrl: proxy.url },
});
await shop.setProgram({ cryptoMinimum: 100 });
await sql`insert into fx_rates (day, from_currency, to_currency, rate_micros, source, stored_at)
  values (${shop.ctx.clock().toISOString().slice(0, 10)}, 'RUB', 'USDT', 11000, 'test', now()),
    ('2026-06-25', 'RUB', 'USDT', 11000, 'test', now()),
    ('2026-07-10', 'RUB', 'USDT', 11000, 'test', now()),
    ('2026-07-25', 'RUB', 'USDT', 11000, 'test', now())`;

let app: ChildProcess | null = null;
afterAll(async () => {
  app?.kill("SIGKILL");
  await provider.stop();
  proxy.server.closeAllConnections();
  proxy.server.close();
});

describe("kill -9 around the provider's transfer", () => {
  it.each([
    ["the provider has not heard of it", holdTransfer("before"), 0],
    ["the provider has sent it and nobody heard", holdTransfer("after"), 1],
    ["the payout is being marked paid", holdCommit, 1],
  ] as const)("while %s", { timeout: 90_000 }, async (_when, arm, sentAtDeath) => {
    app ??= await startApp();
    const partner = await shop.earner(2, { method: "crypto", network: "cryptobot", address: "" });
    const { id } = await requestPayout(ctx, { partnerId: partner.id, clientKey: "crash-test" });
    const armed = await arm();
    await approvePayouts(ctx, { payoutIds: [id] });
    await armed.reached();
    const mine = () => provider.transfers().filter(({ spend_id }) => spend_id === id);
    expect(mine()).toHaveLength(sentAtDeath);
    await kill(app);
    await armed.disarm();
    expect((await getPayoutDetail(ctx, { payoutId: id })).status).toBe("processing");
    // What a new process would wait for: the dead one's leases end.
    await sql`update executor.job set lease_until = now() where lease_until is not null`;
    await sql`update payouts set processing_at = processing_at - interval '1 hour' where id = ${id}`;
    app = await startApp();

    await until(async () => (await getPayoutDetail(ctx, { payoutId: id })).status === "paid", {
      timeoutMs: 60_000,
      what: "the payout is paid",
    });
    expect(mine()).toHaveLength(1);
    // What was sent is asked for, not sent again in the hope that the provider notices.
    expect(asked.filter((body) => body.includes(id))).toHaveLength(sentAtDeath === 1 ? 1 : 2);
    expect(mine()).toMatchObject([{ amount: "0.11", asset: "USDT" }]);
    expect(await shop.balances(partner.id)).toMatchObject({ payable: 0n, inPayout: 0n });
    const [count] = await sql`select count(*)::int as paid from ledger_journals
      where kind = 'payout.paid' and reference_id = ${id}`;
    expect(count?.paid).toBe(1);
    expect(await shop.provesBalances()).toEqual([]);
  });
});

type Armed = { reached: () => Promise<unknown>; disarm: () => Promise<void> };

/** Holds the request, or the answer of a transfer that was made. */
function holdTransfer(when: "before" | "after") {
  return async (): Promise<Armed> => {
    holding = when;
    return {
      reached: () => until(() => held.length > 0, { timeoutMs: 30_000, what: `transfer ${when}` }),
      async disarm() {
        holding = "none";
        for (const response of held.splice(0)) response.destroy();
      },
    };
  };
}

/** Makes the statement that marks a payout paid wait inside its transaction. */
async function holdCommit(): Promise<Armed> {
  const PAUSE = 4343;
  const keeper = await sql.reserve();
  await keeper`select pg_advisory_lock(${PAUSE})`;
  await sql.unsafe(`
    create or replace function pause_here() returns trigger language plpgsql as
      'begin perform pg_advisory_xact_lock_shared(${PAUSE}); return null; end';
    create trigger pause_here after update on payouts for each row
      when (new.status = 'paid') execute function pause_here()`);
  const waiting = () => sql<{ pid: number }[]>`
    select pid from pg_locks where locktype = 'advisory' and objid = ${PAUSE} and not granted
      and database = (select oid from pg_database where datname = current_database())`;
  return {
    reached: () =>
      until(async () => (await waiting()).length > 0, { timeoutMs: 30_000, what: "the commit" }),
    async disarm() {
      for (const { pid } of await waiting()) await sql`select pg_terminate_backend(${pid})`;
      await sql.unsafe("drop trigger pause_here on payouts");
      await keeper`select pg_advisory_unlock(${PAUSE})`;
      keeper.release();
    },
  };
}

async function startApp(): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, "../testing/shop-process.ts"), {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: {
      NODE_ENV: "production",
      DATABASE_URL: env().DATABASE_URL,
      PRIVATE_HOSTS: env().PRIVATE_HOSTS.join(),
      PORT: String(await freePort()),
      LOG_LEVEL: "silent",
      AUTH_SECRET: "a".repeat(32),
      ENCRYPTION_KEY: env().ENCRYPTION_KEY,
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
      const isTransfer = request.url === "/api/transfer";
      if (isTransfer) asked.push(Buffer.concat(chunks).toString());
      if (isTransfer && holding === "before") return void held.push(response);
      const answer = await fetch(`${provider.baseUrl}${request.url}`, {
        method: request.method,
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(chunks),
      });
      const body = Buffer.from(await answer.arrayBuffer());
      if (isTransfer && holding === "after") return void held.push(response);
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(body);
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
