import { beforeAll, expect, test } from "vitest";
import { fxRates } from "@/db/schema/analytics";
import { customers } from "@/db/schema/customers";
import { orders } from "@/db/schema/orders";
import { payments, refunds } from "@/db/schema/payments";
import { subscriptions } from "@/db/schema/subscriptions";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { money } from "@/server/rules/money";
import { getOverview, getOverviewCharts } from ".";

const { db } = await testDatabase();
const now = new Date("2026-07-24T20:00:00Z");
const ctx = systemContext("test", { db, clock: () => now });
const at = (text: string) => new Date(`2026-07-${text}:00Z`);

const order = (id: string, paidAt: Date, currency: string, total: bigint) => ({
  id,
  customerId: "cus_1",
  kind: "new" as const,
  source: "bot" as const,
  status: "fulfilled" as const,
  currency,
  subtotal: total,
  total,
  quote: {},
  createdAt: paidAt,
  expiresAt: paidAt,
  paidAt,
});

beforeAll(async () => {
  await db.insert(customers).values([
    { id: "cus_1", referralCode: "A1", createdAt: at("24T10:00") },
    { id: "cus_2", referralCode: "A2", createdAt: at("23T22:00") },
    { id: "cus_4", referralCode: "A4", createdAt: at("23T10:00") },
    { id: "cus_3", referralCode: "A3", createdAt: at("20T10:00") },
  ]);
  await db
    .insert(orders)
    .values([
      order("ord_1", at("24T01:00"), "USD", 1000n),
      order("ord_2", at("24T19:00"), "XTR", 100n),
      order("ord_3", at("24T19:00"), "KZT", 5000n),
      order("ord_4", at("23T19:00"), "USD", 700n),
      order("ord_6", at("23T22:00"), "USD", 300n),
      { ...order("ord_5", at("24T19:00"), "USD", 9900n), status: "pending", paidAt: null },
    ]);
  await db.insert(payments).values({
    id: "pay_1",
    orderId: "ord_1",
    customerId: "cus_1",
    gateway: "demo",
    status: "paid",
    amount: 1000n,
    currency: "USD",
    expiresAt: now,
  });
  await db.insert(refunds).values({
    id: "rfd_1",
    paymentId: "pay_1",
    orderId: "ord_1",
    gateway: "demo",
    amount: 250n,
    currency: "USD",
    status: "done",
    completedAt: at("24T12:00"),
  });
  await db.insert(fxRates).values([rate("2026-07-01", 99_000n), rate("2026-07-20", 13_000n)]);
  await db.insert(subscriptions).values([
    subscription("sub_1", { status: "active", expiresAt: at("26T00:00"), observedRevision: 1 }),
    subscription("sub_2", {
      status: "trial",
      expiresAt: at("29T00:00"),
      provisioning: "waiting",
    }),
    subscription("sub_3", { status: "expired", expiresAt: at("25T00:00"), observedRevision: 1 }),
  ]);
});

const rate = (day: string, rateMicros: bigint) => ({
  day,
  from: "XTR",
  to: "USD",
  rateMicros,
  source: "test",
  storedAt: now,
});

const subscription = (id: string, values: Partial<typeof subscriptions.$inferInsert>) => ({
  id,
  customerId: "cus_1",
  origin: "purchase" as const,
  plan: { id: "pln_1", name: { en: "Plan", ru: "План" } },
  expiresAt: now,
  trafficLimitBytes: 0n,
  trafficStrategy: "MONTH" as const,
  internalSquads: [],
  panelUsername: id,
  ...values,
});

test("takings of the day net of refunds, converted by the newest rate, the unconvertible told apart; yesterday up to this time", async () => {
  const { revenue, sales, customers } = await getOverview(ctx, { timeZone: "UTC" });
  expect(revenue.today.total).toEqual(money(750n + 130n, "USD"));
  expect(revenue.today.unconverted).toEqual([money(5000n, "KZT")]);
  expect(revenue.yesterday.total).toEqual(money(700n, "USD"));
  expect(sales).toEqual({ today: 3, yesterday: 1 });
  expect(customers).toEqual({ today: 1, yesterday: 1, total: 4 });
});

test("today begins at the operator's midnight", async () => {
  const moscow = await getOverview(ctx, { timeZone: "Europe/Moscow" });
  expect(moscow.today).toEqual(at("23T21:00"));
  expect(moscow.revenue.today.total).toEqual(money(750n + 130n + 300n, "USD"));
  expect(moscow.customers.today).toBe(2);
});

test("subscriptions and the queue to the panel", async () => {
  const { subscriptions, provisioning } = await getOverview(ctx, { timeZone: "nowhere" });
  expect(subscriptions).toEqual({ active: 2, expiringSoon: 1 });
  expect(provisioning).toMatchObject({ queued: 0, waiting: 1, rejected: 0 });
  expect(provisioning.oldest).toBeInstanceOf(Date);
});

test("a chart has every day, the empty ones too", async () => {
  const charts = await getOverviewCharts(ctx, { timeZone: "UTC", days: 7 });
  expect(charts.days.map(({ day }) => day)).toEqual(
    ["18", "19", "20", "21", "22", "23", "24"].map((day) => `2026-07-${day}`),
  );
  expect(charts.days.at(-1)).toEqual({
    day: "2026-07-24",
    revenue: money(880n, "USD"),
    sales: 3,
    customers: 1,
  });
  expect(charts.days[0]).toMatchObject({ revenue: money(0n, "USD"), sales: 0, customers: 0 });
  expect(charts.unconverted).toEqual([money(5000n, "KZT")]);
});
