/**
 * `npm run bench:admin`: what the dashboard asks of a shop with 200,000 customers, 300,000 subscriptions and a
 * million orders with their payments: the search for everything one can type, each list with each filter, and the
 * timeline of a person with 5,000 events.
 */
import { database } from "@/db/client";
import { systemContext } from "@/server/core/context";
import { listCustomers, searchEverything } from "@/server/domains/customers";
import { listOrders } from "@/server/domains/orders";
import { listPayments } from "@/server/domains/payments";
import { listSubscriptions } from "@/server/domains/subscriptions";
import { fillOtherLists, otherLists } from "./lib/other-lists";
import { load, percentiles, withShop } from "./lib/shop";

const [customers = 200_000] = process.argv.slice(2).map(Number);
const ORDERS_EACH = 5;
const GOALS = { search: 100, list: 150 };
const ROUNDS = 12;

await withShop(async () => {
  const { sql } = database();
  const ctx = systemContext("bench");
  await fill();
  const [one] = await sql<Record<string, string>[]>`
    select c.id, c.email, c.username, c.first_name, c.last_name, c.telegram_id::text as telegram,
      s.panel_username, s.panel_short_uuid, o.id as order_id, o.number::text as number,
      p.id as payment_id, p.external_id
    from customers c join subscriptions s on s.customer_id = c.id join orders o on o.customer_id = c.id
      join payments p on p.order_id = o.id
    where c.id = ${`cus_${String(Math.floor(customers / 2)).padStart(8, "0")}`} limit 1`;
  if (!one) throw new Error("the bench's shop is empty");
  let missed = 0;
  const measure = async (what: string, goal: number, ask: () => Promise<unknown>) => {
    await ask();
    const samples: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const at = performance.now();
      await ask();
      samples.push(performance.now() - at);
    }
    const sorted = samples.sort((a, b) => a - b);
    const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
    if (p95 > goal) missed += 1;
    const { p50 } = percentiles(samples);
    console.log(
      `  ${what.padEnd(46)} p50 ${p50.toFixed(1).padStart(7)} ms   p95 ${p95.toFixed(1).padStart(7)} ms${p95 > goal ? `   goal ${goal} missed` : ""}`,
    );
  };

  const typed = {
    "customer's id": one.id,
    "e-mail": one.email,
    "Telegram name": `@${one.username}`,
    "beginning of a name": one.username?.slice(0, 6),
    "middle of a name": one.username?.slice(3, 9),
    "two words": `${one.first_name} ${one.last_name}`,
    "a name that many have": one.first_name,
    "Telegram id": one.telegram,
    "panel username": one.panel_username,
    "short uuid": one.panel_short_uuid,
    "order's id": one.order_id,
    "order's number": `#${one.number}`,
    "payment's id": one.payment_id,
    "provider's id": one.external_id,
    nothing: "zzqqxxyy",
    "two letters": "an",
  };
  for (const [what, q = ""] of Object.entries(typed)) {
    const found = await searchEverything(ctx, { q });
    const hit = what === "nothing" ? found.length === 0 : found.length > 0;
    if (!hit) throw new Error(`${what}: “${q}” finds ${found.length}`);
    await measure(`search: ${what}`, GOALS.search, () => searchEverything(ctx, { q }));
  }

  for (const filter of ["all", "active", "without", "blocked", "suspended"] as const) {
    for (const dir of ["asc", "desc"] as const) {
      await measure(`customers: ${filter} ${dir}`, GOALS.list, () =>
        listCustomers(ctx, { filter, dir }),
      );
    }
  }
  for (const q of ["an", one.username ?? "", "zzqqxxyy"]) {
    await measure(`customers: “${q}”`, GOALS.list, () => listCustomers(ctx, { q }));
    await measure(`orders: “${q}”`, GOALS.list, () => listOrders(ctx, { q }));
    await measure(`payments: “${q}”`, GOALS.list, () => listPayments(ctx, { q }));
    await measure(`subscriptions: “${q}”`, GOALS.list, () => listSubscriptions(ctx, { q }));
  }
  for (const status of ["pending", "paid", "fulfilled", "expired", "cancelled"] as const) {
    await measure(`orders: ${status}`, GOALS.list, () => listOrders(ctx, { status: [status] }));
    await measure(`orders: ${status}, oldest`, GOALS.list, () =>
      listOrders(ctx, { status: [status], dir: "asc" }),
    );
  }
  for (const status of ["created", "pending", "paid", "held", "expired", "failed"] as const) {
    await measure(`payments: ${status}`, GOALS.list, () => listPayments(ctx, { status: [status] }));
  }
  await measure("payments: of one gateway", GOALS.list, () =>
    listPayments(ctx, { gateway: "stripe" }),
  );
  for (const status of ["pending", "trial", "active", "limited", "expired", "disabled"] as const) {
    for (const sort of ["created", "expires"] as const) {
      await measure(`subscriptions: ${status} by ${sort}`, GOALS.list, () =>
        listSubscriptions(ctx, { status: [status], sort }),
      );
    }
  }
  await measure("subscriptions: behind the panel", GOALS.list, () =>
    listSubscriptions(ctx, { behind: true }),
  );
  for (const [what, first] of [
    ["orders", (cursor?: string) => listOrders(ctx, { cursor })],
    ["customers", (cursor?: string) => listCustomers(ctx, { cursor })],
  ] as const) {
    let cursor: string | undefined;
    for (let page = 0; page < 40; page += 1) cursor = (await first(cursor)).nextCursor ?? undefined;
    await measure(`${what}: the fortieth page`, GOALS.list, () => first(cursor));
  }
  for (const [what, ask] of Object.entries(await otherLists(ctx))) {
    await measure(what, GOALS.list, ask);
  }
  const busy = await load(400, 8, () =>
    searchEverything(ctx, { q: one.username?.slice(3, 9) ?? "" }),
  );
  console.log(
    `  eight operators who search at once   ${busy.perSecond.toFixed(0)}/s   p99 ${busy.p99.toFixed(0)} ms`,
  );
  console.log(missed === 0 ? "  goals: met" : `  goals: ${missed} missed`);

  async function fill(): Promise<void> {
    await sql`
      insert into customers (id, telegram_id, username, first_name, last_name, email, referral_code,
        bot_blocked_at, suspended_at, created_at)
      select 'cus_' || lpad(n::text, 8, '0'), 5000000000 + n,
        (array['anna','ivan','maria','lucas','petr','olga','mark','nina'])[1 + n % 8] || '_' || substr(md5(n::text), 1, 8),
        (array['Anna','Ivan','Maria','Lucas','Petr','Olga','Mark','Nina'])[1 + n % 8],
        initcap(substr(md5('last' || n), 1, 7)), case when n % 3 = 2 or n = ${Math.floor(customers / 2)} then 'mail' || n || '@example.com' end,
        'REF' || n, case when n % 40 = 0 then now() end, case when n % 900 = 0 then now() end,
        now() - n * interval '3 minutes'
      from generate_series(1, ${customers}) n`;
    await sql`
      insert into subscriptions (id, customer_id, origin, plan, status, expires_at, traffic_limit_bytes,
        traffic_strategy, device_limit, internal_squads, panel_id, panel_short_uuid, panel_username,
        used_traffic_bytes, observed_revision, provisioning, created_at)
      select 'sub_' || lpad(n::text, 8, '0'), 'cus_' || lpad((1 + n % ${customers})::text, 8, '0'), 'purchase',
        '{"id":"pln_1","name":{"en":"Plus","ru":"Плюс"}}',
        case when n % 10 < 5 then 'active' when n % 10 < 9 then 'expired' when n % 20 = 9 then 'limited'
          when n % 40 = 19 then 'trial' when n % 80 = 39 then 'disabled' else 'pending' end,
        now() + (n % 120 - 60) * interval '1 day', 100000000000, 'MONTH', 3, '{}', n, substr(md5('s' || n), 1, 16),
        'rz_' || substr(md5('u' || n), 1, 12), n * 1000, 1, 'idle', now() - n * interval '2 minutes'
      from generate_series(1, ${Math.floor(customers * 1.5)}) n`;
    await sql`
      insert into orders (id, customer_id, kind, status, source, plan_id, duration_days, subscription_id, currency,
        subtotal, total, quote, created_at, expires_at, paid_at, fulfilled_at)
      select 'ord_' || lpad(n::text, 9, '0'), 'cus_' || lpad((1 + n % ${customers})::text, 8, '0'), 'renew',
        case when n % 50 < 40 then 'fulfilled' when n % 50 < 47 then 'expired' when n % 5000 = 47 then 'pending'
          when n % 5000 = 97 then 'paid' else 'cancelled' end,
        'bot', 'pln_1', 30, 'sub_' || lpad((1 + n % ${Math.floor(customers * 1.5)})::text, 8, '0'), 'RUB', 29900, 29900,
        '{}', now() - n * interval '40 seconds', now() - n * interval '40 seconds' + interval '1 hour',
        case when n % 50 < 40 then now() - n * interval '40 seconds' end,
        case when n % 50 < 40 then now() - n * interval '40 seconds' end
      from generate_series(1, ${customers * ORDERS_EACH}) n`;
    await sql`
      insert into payments (id, order_id, customer_id, gateway, external_id, status, amount, currency, created_at,
        expires_at, settled_at)
      select replace(id, 'ord_', 'pay_'), id, customer_id,
        (array['yookassa','stars','stripe','heleket'])[1 + number % 4], 'ext-' || md5(id),
        case status when 'fulfilled' then 'paid' when 'pending' then 'pending' when 'paid' then 'held' else 'expired' end,
        total, currency, created_at, expires_at, paid_at from orders`;
    await fillOtherLists(sql, customers);
    await sql`vacuum analyze`;
  }
});
process.exit(0);
