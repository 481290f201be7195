/**
 * `npm run bench:checkout [purchases]`: purchases from the first press to the panel's user, that is order,
 * payment, webhook, settlement, fulfilment, provisioning; all in this one process except the outside world.
 */
import { setTimeout as pause } from "node:timers/promises";
import { POST as paymentWebhook } from "@/app/api/webhooks/payments/[gateway]/route";
import { POST as panelWebhook } from "@/app/api/webhooks/remnawave/route";
import { database } from "@/db/client";
import { customers } from "@/db/schema/customers";
import { jobs } from "@/server/boot/jobs";
import { outbox } from "@/server/boot/outbox";
import { systemContext } from "@/server/core/context";
import { provideEnv } from "@/server/core/env";
import { newId } from "@/server/core/ids";
import { logger } from "@/server/core/logger";
import { createPlan } from "@/server/domains/catalog";
import { proveBalances } from "@/server/domains/ledger";
import { checkout } from "@/server/domains/payments";
import { listSquads } from "@/server/domains/remnawave";
import { GATEWAY_KEY, PANEL_TOKEN, startOutside, WEBHOOK_SECRET } from "./lib/outside";
import { figures, load, percentiles, serveRoutes, withShop } from "./lib/shop";

const [purchases = 1000] = process.argv.slice(2).map(Number);
const AT_ONCE = 16;
/** Then as a busy shop has them: so many purchases a second. */
const PACE = 4;
const PACED_SECONDS = 15;

await withShop(async (databaseUrl) => {
  const server = await serveRoutes((request) =>
    request.url.endsWith("/remnawave")
      ? panelWebhook(request)
      : paymentWebhook(request, { params: Promise.resolve({ gateway: "demo" }) }),
  );
  const outside = await startOutside({ databaseUrl, shopUrl: server.url, users: 0 });
  provideEnv({
    REMNAWAVE_HOST: outside.panelUrl,
    REMNAWAVE_TOKEN: PANEL_TOKEN,
    REMNAWAVE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    DEMO_GATEWAY_URL: outside.gatewayUrl,
    DEMO_GATEWAY_KEY: GATEWAY_KEY,
  });
  const { sql, db } = database();
  const ctx = systemContext("bench");
  const boot = { log: logger(), notices: [] };
  const stops = [await jobs.start(boot), await outbox.start(boot)];
  try {
    const plan = await createPlan(ctx, {
      name: { en: "Plus", ru: "Плюс" },
      description: { en: "", ru: "" },
      trafficLimitBytes: 1_000_000_000n,
      trafficStrategy: "MONTH",
      deviceLimit: 3,
      internalSquads: ((await listSquads(ctx)).value?.internal ?? [])
        .slice(0, 1)
        .map(({ uuid }) => uuid),
      externalSquad: null,
      audience: "all",
      durations: [{ days: 30, prices: [{ currency: "RUB", amount: 10_000n }] }],
    });
    const buy = async () => {
      const id = newId("customer");
      await db.insert(customers).values({ id, referralCode: id, firstName: "Ann" });
      const { payment } = await checkout(ctx, {
        customerId: id,
        kind: "new",
        planId: plan.id,
        durationId: plan.durations[0]?.id ?? "",
        subscriptionId: null,
        gateway: "demo",
        clientKey: id,
        source: "bot",
      });
      outside.pay(payment?.externalId ?? "");
    };
    const delivered = async () => {
      const [row] = await sql<{ n: number }[]>`
        select count(*)::int as n from subscriptions where delivered_at is not null`;
      return row?.n ?? 0;
    };
    const waited = async (since: Date | null) => {
      const waits = await sql<{ ms: number }[]>`
        select extract(epoch from s.delivered_at - p.settled_at)::float8 * 1000 as ms
        from payments p join orders o on o.id = p.order_id join subscriptions s on s.id = o.subscription_id
        where o.created_at >= ${since}`;
      const { p50, p99 } = percentiles(waits.map(({ ms }) => ms));
      return `paid → delivered p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`;
    };
    const sell = async (count: number) => {
      const before = await delivered();
      const started = performance.now();
      const taken = await load(count, AT_ONCE, buy);
      while ((await delivered()) < before + count) await pause(25);
      return { taken, perSecond: count / ((performance.now() - started) / 1000) };
    };

    await sell(purchases / 5);
    await sql`create table bench_plain (id text primary key, at timestamptz not null)`;
    const bare = await load(
      purchases,
      AT_ONCE,
      () => sql`insert into bench_plain values (${newId("order")}, now())`,
    );
    console.log(`  one insert, ${AT_ONCE} at once     ${figures(bare)}`);

    const [{ at: since } = { at: null }] = await sql<{ at: Date }[]>`select now() as at`;
    const { taken, perSecond } = await sell(purchases);
    console.log(`  orders and pay links      ${figures(taken)}`);
    console.log(
      `  purchases end to end      ${perSecond.toFixed(1)}/s   ` +
        `one costs ${(bare.perSecond / perSecond).toFixed(0)} inserts   ${await waited(since)}`,
    );

    const [{ at: paced } = { at: null }] = await sql<{ at: Date }[]>`select now() as at`;
    const before = await delivered();
    const bought: Promise<void>[] = [];
    for (let i = 0; i < PACE * PACED_SECONDS; i += 1) {
      bought.push(buy());
      await pause(1000 / PACE);
    }
    await Promise.all(bought);
    while ((await delivered()) < before + bought.length) await pause(25);
    console.log(`  ${PACE} a second                ${await waited(paced)}`);
    const wrong = await proveBalances(ctx);
    if (wrong.length > 0) throw new Error("the books do not balance");
  } finally {
    for (const stop of stops) await stop?.();
    outside.stop();
    server.close();
  }
});
process.exit(0);
