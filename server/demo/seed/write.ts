import superjson from "superjson";
import type { Sql } from "@/db/client";
import { newId } from "@/server/core/ids";
import { SEED_ADDONS } from "./catalog";
import type { World } from "./life";
import { PROGRAM } from "./partners";
import { writeRates } from "./rates";
import { at, type Cells, insert } from "./rows";
import { promiseOf, type Story, type StoryCustomer, type StoryOrder } from "./story";

/** The panel's own numbers of a seeded user, by username. */
export type PanelIds = ReadonlyMap<string, { id: number; shortUuid: string; url: string }>;

/** Writes the story into the product's tables, the books included. Inside the caller's transaction. */
export async function writeStory(
  sql: Sql,
  story: Story,
  panel: PanelIds,
  { now, rows, books }: World,
): Promise<void> {
  const begin = story.customers.reduce((min, { createdAt }) => Math.min(min, createdAt), now);
  await writeCatalog(sql, story, begin);
  await writeAddons(sql, begin);
  await insert(sql, "customers", story.customers.map(customerRow));
  await writeOrders(sql, story.customers);
  await writeSubscriptions(sql, story, panel, now);
  await books.write(sql);
  for (const table of TOLD) await insert(sql, table, rows.of(table));
  await insert(sql, "settings", [
    { id: "partners", value: PROGRAM, sealed: null, updated_at: at(now), updated_by: "demo" },
  ]);
  await writeRates(sql, now);
}

/** Tables whose rows the story tells as they are; what others point at comes first. */
const TOLD = [
  "subscription_grants",
  "promo_codes",
  "promo_redemptions",
  "trial_claims",
  "referral_campaigns",
  "referral_clicks",
  "referrals",
  "referral_rewards",
  "partners",
  "partner_commissions",
  "payouts",
  "alerts",
] as const;

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
  source: person.source,
  personal_discount_bp: 0,
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
      const { quote } = order;
      const topup = order.kind === "topup";
      const { closedAt, expiresAt } = endOf(order);
      return {
        id: order.id,
        number: index + 1,
        customer_id: person.id,
        kind: order.kind,
        status: order.status,
        source: order.source,
        plan_id: topup ? null : person.plan.id,
        duration_days: topup ? null : order.days,
        subscription_id: done && !topup ? (person.subscription?.id ?? null) : null,
        currency: order.currency,
        subtotal: quote?.subtotal ?? 0n,
        discount: quote?.discount ?? 0n,
        credit: quote?.credit ?? 0n,
        total: quote?.total ?? 0n,
        refunded: order.refunded,
        quote: superjson.serialize(quote),
        created_at: at(order.createdAt),
        expires_at: at(expiresAt),
        paid_at: done ? at(order.createdAt + 90_000) : null,
        fulfilled_at: done ? at(order.createdAt + 91_000) : null,
        closed_at: closedAt ? at(closedAt) : null,
      };
    }),
  );
  await sql`select setval(pg_get_serial_sequence('orders', 'number'), ${Math.max(1, all.length)})`;
  await insert(
    sql,
    "payments",
    all.filter(isPayable).map(({ person, order }) => {
      const done = order.status === "fulfilled";
      const amount = order.quote?.total ?? 0n;
      return {
        id: order.paymentId,
        order_id: order.id,
        customer_id: person.id,
        gateway: order.gateway,
        external_id: `seed-${order.paymentId}`,
        status: done ? "paid" : "expired",
        amount,
        currency: order.currency,
        received_amount: done ? amount : null,
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

/** What credit paid whole, and what nobody has gone to the till with yet, has no payment. */
const isPayable = ({ order }: { order: StoryOrder }): boolean =>
  order.status !== "pending" && (order.quote?.total ?? 0n) > 0n;

const endOf = ({ status, createdAt }: StoryOrder) => {
  const expiresAt = createdAt + 3_600_000;
  return { expiresAt, closedAt: status === "expired" ? expiresAt : null };
};

async function writeSubscriptions(
  sql: Sql,
  story: Story,
  panel: PanelIds,
  now: number,
): Promise<void> {
  const held = story.customers.flatMap((person) =>
    person.subscription ? [{ person, sub: person.subscription }] : [],
  );
  await insert(
    sql,
    "subscriptions",
    held.map(({ person, sub }) => {
      const user = panel.get(sub.panelUsername);
      const live = sub.expiresAt > now;
      const promise = promiseOf(story, person);
      return {
        id: sub.id,
        customer_id: person.id,
        origin: person.trialAt ? "trial" : "purchase",
        plan_id: promise.id,
        plan: { id: promise.id, name: promise.name },
        is_trial: sub.isTrial,
        status: !live ? "expired" : sub.isTrial ? "trial" : "active",
        expires_at: at(sub.expiresAt),
        plan_traffic_limit_bytes: promise.trafficLimitBytes,
        plan_device_limit: promise.deviceLimit,
        traffic_limit_bytes: promise.trafficLimitBytes,
        traffic_strategy: promise.trafficStrategy,
        device_limit: promise.deviceLimit,
        internal_squads: promise.internalSquads,
        enabled: true,
        traffic_resets: 0,
        desired_revision: 1,
        panel_id: user?.id ?? null,
        panel_short_uuid: user?.shortUuid ?? null,
        panel_username: sub.panelUsername,
        observed_status: live ? "ACTIVE" : "EXPIRED",
        observed_expires_at: at(sub.expiresAt),
        observed_traffic_limit_bytes: promise.trafficLimitBytes,
        observed_traffic_strategy: promise.trafficStrategy,
        observed_device_limit: promise.deviceLimit,
        observed_internal_squads: promise.internalSquads,
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
        delivered_at: at(Math.min(now, sub.createdAt + 92_000)),
        created_at: at(sub.createdAt),
        updated_at: at(sub.createdAt),
      };
    }),
  );
  await sql`
    insert into subscription_status_history(subscription_id, from_status, to_status, why, who, at)
    select id, null, 'pending', case origin when 'trial' then 'trial' else 'new' end, 'system:seed', created_at from subscriptions
    union all select id, 'pending', case when is_trial then 'trial' else 'active' end, 'provisioning', 'system:seed', delivered_at from subscriptions
    union all select id, case when is_trial then 'trial' else 'active' end, 'expired', 'time', 'system:seed', expires_at from subscriptions
      where status = 'expired'`;
}
