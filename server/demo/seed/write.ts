import type { Sql } from "@/db/client";
import { newId } from "@/server/core/ids";
import { SEED_ADDONS } from "./catalog";
import type { Story, StoryCustomer } from "./story";

/** The panel's own numbers of a seeded user, by username. */
export type PanelIds = ReadonlyMap<string, { id: number; shortUuid: string; url: string }>;

const at = (ms: number): string => new Date(ms).toISOString();
const BATCH = 4000;

type Cells = Record<string, unknown>;

/** Inserts rows by column name, thousands in a statement; types are the table's own. */
async function insert(sql: Sql, table: string, rows: Cells[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first)
    .map((name) => `"${name}"`)
    .join(", ");
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    await sql.unsafe(
      `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::text::jsonb)`,
      [
        JSON.stringify(batch, (_key, value: unknown) =>
          typeof value === "bigint" ? value.toString() : value,
        ),
      ],
    );
  }
}

/** Writes the story into the product's tables, the books included. Inside the caller's transaction. */
export async function writeStory(
  sql: Sql,
  story: Story,
  panel: PanelIds,
  now: number,
): Promise<void> {
  const begin = story.customers.reduce((min, { createdAt }) => Math.min(min, createdAt), now);
  await writeCatalog(sql, story, begin);
  await writeAddons(sql, begin);
  await insert(sql, "customers", story.customers.map(customerRow));
  await writeOrders(sql, story.customers);
  await writeSubscriptions(sql, story.customers, panel, now);
  await writeBooks(sql, story.customers);
  await writeRates(sql, now);
}

async function writeCatalog(sql: Sql, { plans }: Story, begin: number): Promise<void> {
  await insert(
    sql,
    "plans",
    plans.map((plan, position) => ({
      id: plan.id,
      name: plan.name,
      description: plan.description,
      traffic_limit_bytes: plan.trafficLimitBytes,
      traffic_strategy: plan.trafficStrategy,
      device_limit: plan.deviceLimit,
      internal_squads: plan.internalSquads,
      audience: "all",
      position,
      created_at: at(begin),
      updated_at: at(begin),
    })),
  );
  const durations = plans.flatMap((plan) =>
    plan.durations.map((duration, position) => ({ plan, duration, position })),
  );
  await insert(
    sql,
    "plan_durations",
    durations.map(({ plan, duration, position }) => ({
      id: plan.durationIds.get(duration.days),
      plan_id: plan.id,
      days: duration.days,
      position,
    })),
  );
  await insert(
    sql,
    "plan_prices",
    durations.flatMap(({ plan, duration }) =>
      (
        [
          ["RUB", duration.rub],
          ["USD", duration.usd],
          ["XTR", duration.xtr],
        ] as const
      ).map(([currency, amount]) => ({
        duration_id: plan.durationIds.get(duration.days),
        currency,
        amount,
      })),
    ),
  );
}

async function writeAddons(sql: Sql, begin: number): Promise<void> {
  const rows = SEED_ADDONS.map((addon) => ({ ...addon, id: newId("addon") }));
  await insert(
    sql,
    "addons",
    rows.map(({ prices: _prices, ...addon }, position) => ({
      ...addon,
      plan_ids: [],
      position,
      created_at: at(begin),
      updated_at: at(begin),
    })),
  );
  await insert(
    sql,
    "addon_prices",
    rows.flatMap(({ id, prices }) =>
      Object.entries(prices).map(([currency, amount]) => ({ addon_id: id, currency, amount })),
    ),
  );
}

const customerRow = (person: StoryCustomer): Cells => ({
  id: person.id,
  telegram_id: person.telegramId,
  username: person.username,
  first_name: person.firstName,
  last_name: person.lastName,
  locale: person.locale,
  locale_chosen: false,
  referral_code: person.referralCode,
  referred_by: person.referredBy,
  source: person.referredBy ? "ref" : "telegram",
  personal_discount_bp: 0,
  note: "",
  bot_blocked_at: person.blockedAt ? at(person.blockedAt) : null,
  last_seen_at: at(person.lastSeenAt),
  created_at: at(person.createdAt),
});

async function writeOrders(sql: Sql, customers: StoryCustomer[]): Promise<void> {
  const all = customers
    .flatMap((person) => person.orders.map((order) => ({ person, order })))
    .sort((a, b) => a.order.createdAt - b.order.createdAt);
  await insert(
    sql,
    "orders",
    all.map(({ person, order }, index) => {
      const done = order.status === "fulfilled";
      return {
        id: order.id,
        number: index + 1,
        customer_id: person.id,
        kind: order.kind,
        status: order.status,
        source: order.source,
        plan_id: person.plan.id,
        duration_days: order.days,
        subscription_id: done ? (person.subscription?.id ?? null) : null,
        currency: order.currency,
        subtotal: order.amount,
        discount: 0,
        credit: 0,
        total: order.amount,
        refunded: order.refunded,
        quote: storedQuote(person, order),
        created_at: at(order.createdAt),
        expires_at: at(order.createdAt + 3_600_000),
        paid_at: done ? at(order.createdAt + 90_000) : null,
        fulfilled_at: done ? at(order.createdAt + 91_000) : null,
        closed_at: done ? null : at(order.createdAt + 3_600_000),
      };
    }),
  );
  await sql`select setval(pg_get_serial_sequence('orders', 'number'), ${Math.max(1, all.length)})`;
  await insert(
    sql,
    "payments",
    all.map(({ person, order }) => {
      const done = order.status === "fulfilled";
      return {
        id: order.paymentId,
        order_id: order.id,
        customer_id: person.id,
        gateway: order.gateway,
        external_id: `seed-${order.paymentId}`,
        status: done ? "paid" : "expired",
        amount: order.amount,
        currency: order.currency,
        received_amount: done ? order.amount : null,
        received_currency: done ? order.currency : null,
        refunded: order.refunded,
        gateway_data: {},
        poll_attempts: 1,
        created_at: at(order.createdAt),
        expires_at: at(order.createdAt + 3_600_000),
        settled_at: done ? at(order.createdAt + 90_000) : null,
      };
    }),
  );
  await insert(
    sql,
    "refunds",
    all
      .filter(({ order }) => order.refunded > 0n)
      .map(({ order }) => ({
        id: order.id.replace("ord_", "rfd_"),
        payment_id: order.paymentId,
        order_id: order.id,
        gateway: order.gateway,
        external_id: `seed-refund-${order.paymentId}`,
        amount: order.refunded,
        currency: order.currency,
        status: "done",
        full: false,
        reason: "goodwill",
        attempts: 1,
        created_at: at(order.createdAt + 7_200_000),
        completed_at: at(order.createdAt + 7_210_000),
      })),
  );
}

/** The quote in the form the orders slice keeps it in: amounts as texts that superjson reads back. */
function storedQuote(person: StoryCustomer, order: StoryCustomer["orders"][number]): Cells {
  const { plan } = person;
  const amount = order.amount.toString();
  return {
    json: {
      kind: order.kind,
      plan: {
        id: plan.id,
        name: plan.name,
        trafficLimitBytes: plan.trafficLimitBytes.toString(),
        trafficStrategy: plan.trafficStrategy,
        deviceLimit: plan.deviceLimit,
        internalSquads: plan.internalSquads,
        externalSquad: null,
      },
      durationId: plan.durationIds.get(order.days),
      durationDays: order.days,
      currency: order.currency,
      lines: [{ code: "plan", amount }],
      subtotal: amount,
      discount: "0",
      credit: "0",
      total: amount,
      expiresAt: at(order.endsAt),
      bonusDays: 0,
      value: amount,
    },
    meta: {
      values: {
        "plan.trafficLimitBytes": ["bigint"],
        "lines.0.amount": ["bigint"],
        subtotal: ["bigint"],
        discount: ["bigint"],
        credit: ["bigint"],
        total: ["bigint"],
        value: ["bigint"],
        expiresAt: ["Date"],
      },
    },
  };
}

async function writeSubscriptions(
  sql: Sql,
  customers: StoryCustomer[],
  panel: PanelIds,
  now: number,
): Promise<void> {
  const held = customers.flatMap((person) =>
    person.subscription ? [{ person, sub: person.subscription }] : [],
  );
  await insert(
    sql,
    "subscriptions",
    held.map(({ person, sub }) => {
      const user = panel.get(sub.panelUsername);
      const live = sub.expiresAt > now;
      return {
        id: sub.id,
        customer_id: person.id,
        origin: "purchase",
        plan_id: person.plan.id,
        plan: { id: person.plan.id, name: person.plan.name },
        is_trial: false,
        status: live ? "active" : "expired",
        expires_at: at(sub.expiresAt),
        traffic_limit_bytes: person.plan.trafficLimitBytes,
        traffic_strategy: person.plan.trafficStrategy,
        device_limit: person.plan.deviceLimit,
        internal_squads: person.plan.internalSquads,
        enabled: true,
        traffic_resets: 0,
        desired_revision: 1,
        panel_id: user?.id ?? null,
        panel_short_uuid: user?.shortUuid ?? null,
        panel_username: sub.panelUsername,
        observed_status: live ? "ACTIVE" : "EXPIRED",
        observed_expires_at: at(sub.expiresAt),
        observed_traffic_limit_bytes: person.plan.trafficLimitBytes,
        observed_traffic_strategy: person.plan.trafficStrategy,
        observed_device_limit: person.plan.deviceLimit,
        observed_internal_squads: person.plan.internalSquads,
        observed_traffic_resets: 0,
        used_traffic_bytes: sub.usedBytes,
        lifetime_traffic_bytes: sub.lifetimeBytes,
        online_at: sub.onlineAt ? at(sub.onlineAt) : null,
        first_connected_at: at(sub.createdAt + 600_000),
        subscription_url: user?.url ?? null,
        observed_revision: 1,
        observed_at: at(now),
        provisioning: "idle",
        provisioning_attempts: 0,
        announced_revision: 1,
        delivered_at: at(sub.createdAt + 92_000),
        created_at: at(sub.createdAt),
        updated_at: at(sub.createdAt),
      };
    }),
  );
  await insert(
    sql,
    "subscription_grants",
    held.flatMap(({ person, sub }) =>
      person.orders
        .filter((order) => order.status === "fulfilled")
        .map((order) => ({
          id: order.id.replace("ord_", "grt_"),
          subscription_id: sub.id,
          order_id: order.id,
          kind: order.kind,
          plan_id: person.plan.id,
          starts_at: at(order.startsAt),
          ends_at: at(order.endsAt),
          paid_amount: order.amount,
          currency: order.currency,
          created_at: at(order.createdAt),
        })),
    ),
  );
  await sql`
    insert into subscription_status_history(subscription_id, from_status, to_status, why, who, at)
    select id, null, 'pending', 'new', 'system:seed', created_at from subscriptions
    union all select id, 'pending', 'active', 'provisioning', 'system:seed', delivered_at from subscriptions
    union all select id, 'active', 'expired', 'time', 'system:seed', expires_at from subscriptions
      where status = 'expired'`;
}

/** Every settled payment and refund in double entry, and balances that are the sums of their entries. */
async function writeBooks(sql: Sql, customers: StoryCustomer[]): Promise<void> {
  const orders = customers.flatMap((person) =>
    person.orders.filter((order) => order.status === "fulfilled"),
  );
  const account = (kind: string, owner: string, currency: string) =>
    `acc_seed_${kind}_${owner}_${currency}`.toLowerCase();
  const accounts = new Map<string, Cells>();
  const journals: Cells[] = [];
  const entries: Cells[] = [];
  const post = (
    id: string,
    key: string,
    kind: string,
    paymentId: string,
    time: number,
    currency: string,
    sides: [kind: string, owner: string, amount: bigint][],
  ) => {
    journals.push({
      id,
      idempotency_key: key,
      kind,
      reference_type: "payment",
      reference_id: paymentId,
      memo: "",
      posted_at: at(time),
    });
    for (const [accountKind, owner, amount] of sides) {
      const accountId = account(accountKind, owner, currency);
      accounts.set(accountId, {
        id: accountId,
        kind: accountKind,
        owner,
        currency,
        balance: 0,
        may_be_negative: true,
      });
      entries.push({
        journal_id: id,
        account_id: accountId,
        amount,
        currency,
        created_at: at(time),
      });
    }
  };
  for (const order of orders) {
    const { amount, currency, gateway, paymentId, refunded, createdAt } = order;
    post(
      order.id.replace("ord_", "jrn_"),
      `payment:${paymentId}:settled`,
      "payment.settled",
      paymentId,
      createdAt + 90_000,
      currency,
      [
        ["gateway_clearing", gateway, amount],
        ["revenue", "", -amount],
      ],
    );
    if (refunded === 0n) continue;
    post(
      order.id.replace("ord_", "jrn_r"),
      `refund:${order.id.replace("ord_", "rfd_")}`,
      "payment.refunded",
      paymentId,
      createdAt + 7_210_000,
      currency,
      [
        ["refunds", "", refunded],
        ["gateway_clearing", gateway, -refunded],
      ],
    );
  }
  await insert(sql, "ledger_accounts", [...accounts.values()]);
  await insert(sql, "ledger_journals", journals);
  // Batches of whole journals: the database refuses a statement whose entries do not balance.
  for (let from = 0; from < entries.length; from += BATCH) {
    await insert(
      sql,
      "ledger_entries",
      entries.slice(from, from + BATCH).map((entry, index) => ({ id: from + index + 1, ...entry })),
    );
  }
  await sql`select setval(pg_get_serial_sequence('ledger_entries', 'id'), ${Math.max(1, entries.length)})`;
  await sql`
    update ledger_accounts a set balance = s.total * case when a.kind = 'revenue' then -1 else 1 end
    from (select account_id, sum(amount) as total from ledger_entries group by 1) s
    where s.account_id = a.id`;
}

/** Rates for reports, so that Stars and roubles can be shown in one sum. */
async function writeRates(sql: Sql, now: number): Promise<void> {
  const rates: [from: string, to: string, micros: number][] = [
    ["XTR", "RUB", 1_350_000],
    ["USD", "RUB", 81_500_000],
    ["EUR", "RUB", 94_200_000],
    ["XTR", "USD", 13_000],
    ["RUB", "USD", 12_270],
    ["EUR", "USD", 1_155_000],
  ];
  const days = Array.from({ length: 20 }, (_, i) => new Date(now - i * 30 * 86_400_000));
  await insert(
    sql,
    "fx_rates",
    days.flatMap((day) =>
      rates.map(([from, to, micros]) => ({
        day: day.toISOString().slice(0, 10),
        from_currency: from,
        to_currency: to,
        rate_micros: micros,
        source: "demo",
        stored_at: at(now),
      })),
    ),
  );
}
