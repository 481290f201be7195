import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { customers } from "@/db/schema/customers";
import { orders } from "@/db/schema/orders";
import { payments } from "@/db/schema/payments";
import { subscriptions } from "@/db/schema/subscriptions";
import { testDatabase } from "@/db/testing";
import { type Ctx, inTransaction, systemContext } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { archivePlan, updatePlan } from "@/server/domains/catalog";
import { getSubscriptionView, listCustomerSubscriptions } from "@/server/domains/subscriptions";
import { permissionsOf } from "@/server/rules/permissions";
import {
  aCustomer,
  aDuration,
  anOrder,
  aPlan,
  aPurchase,
  payOrder,
} from "@/server/testing/builders";
import {
  cancelOrder,
  createOrder,
  expireOrders,
  fulfilOrder,
  getOrderDetail,
  getOrderProgress,
  listOrders,
  quoteOrder,
  recordOrderRefund,
  rescueOrders,
} from ".";

const { sql, db } = await testDatabase();
const ctx = systemContext("test", { db });
const DAY = 86_400_000;
const START = Date.now();
const later = (ms: number): Ctx => ({ ...ctx, clock: () => new Date(START + ms) });
const as = (id: string): Ctx => ({ ...ctx, actor: { type: "customer", id } });
const analyst: Ctx = {
  ...ctx,
  actor: { type: "admin", id: "adm_1", name: "A", permissions: permissionsOf("analyst") },
};

const basic = await aPlan(ctx);
const pro = await aPlan(ctx, {
  name: { en: "Pro", ru: "Про" },
  durations: [aDuration(30, 30_000n, 150n)],
});
const read = async (orderId: string) => {
  const [row] = await db.select().from(orders).where(eq(orders.id, orderId));
  if (!row) throw new Error("no order");
  return row;
};
const eventsOf = async (orderId: string) => {
  const rows = await sql<{ name: string }[]>`
    select name from outbox where data->>'orderId' = ${orderId} order by seq`;
  return rows.map(({ name }) => name);
};
const refund = (orderId: string, amount: bigint, at: Ctx = ctx) =>
  inTransaction(at, (tx) => recordOrderRefund(tx, { orderId, amount, refundId: newId("refund") }));

describe("createOrder", () => {
  it("makes one order of ten presses, and charges what the quote says", async () => {
    const customerId = await aCustomer(ctx, { personalDiscountBp: 2000 });
    const clientKey = "pressed-ten-times";
    const made = await Promise.all(
      Array.from({ length: 10 }, () => anOrder(ctx, { customerId, plan: basic, clientKey })),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    const [order] = made;
    const shown = await quoteOrder(ctx, {
      customerId,
      kind: "new",
      planId: basic.id,
      durationId: basic.durations[0]?.id ?? "",
      currency: "RUB",
    });
    expect(order?.total).toEqual({ amount: shown.total, currency: "RUB" });
    expect(shown.total).toBe(8000n);
    expect(await eventsOf(order?.id ?? "")).toEqual(["orders/created"]);
    const detail = await getOrderDetail(ctx, { orderId: order?.id ?? "" });
    expect(detail.quote.lines).toEqual([
      { code: "plan", amount: 10_000n },
      { code: "personal", amount: -2000n },
    ]);
  });

  it("comes back to an open order of the same things, not to one of another price", async () => {
    const customerId = await aCustomer(ctx);
    const plan = await aPlan(ctx);
    const first = await anOrder(ctx, { customerId, plan });
    expect((await anOrder(ctx, { customerId, plan })).id).toBe(first.id);
    expect((await anOrder(ctx, { customerId, plan, currency: "XTR" })).id).not.toBe(first.id);
    await updatePlan(ctx, {
      planId: plan.id,
      ...fields(plan),
      durations: [aDuration(30, 11_000n, 50n)],
    });
    const dearer = await anOrder(ctx, { customerId, plan });
    expect(dearer.total.amount).toBe(11_000n);
    await db
      .update(customers)
      .set({ personalDiscountBp: 1000 })
      .where(eq(customers.id, customerId));
    expect((await anOrder(ctx, { customerId, plan })).total.amount).toBe(9900n);
    await db.update(customers).set({ personalDiscountBp: 0 }).where(eq(customers.id, customerId));
    await payOrder(ctx, dearer.id);
    expect((await anOrder(ctx, { customerId, plan })).id).not.toBe(dearer.id);
  });

  it("completes an order of zero without a gateway", async () => {
    const plan = await aPlan(ctx, { durations: [aDuration(7, 0n)] });
    const order = await anOrder(ctx, { customerId: await aCustomer(ctx), plan });
    expect(order.status).toBe("paid");
    expect(await eventsOf(order.id)).toEqual(["orders/created", "orders/paid"]);
    expect(await fulfilOrder(ctx, { orderId: order.id })).not.toBeNull();
  });

  it("refuses what is not on sale, not theirs, or has no such price", async () => {
    const customerId = await aCustomer(ctx);
    const hidden = await aPlan(ctx, { audience: "hidden" });
    await expect(anOrder(ctx, { customerId, plan: hidden })).rejects.toMatchObject({
      code: "offer_not_found",
    });
    await expect(anOrder(ctx, { customerId, plan: basic, currency: "EUR" })).rejects.toMatchObject({
      code: "no_price",
    });
    const { subscriptionId } = await aPurchase(ctx, { customerId, plan: basic });
    const stranger = await aCustomer(ctx);
    await expect(
      anOrder(as(stranger), { customerId: stranger, plan: basic, kind: "renew", subscriptionId }),
    ).rejects.toMatchObject({ kind: "not_found" });
    const clientKey = "somebody-elses";
    await anOrder(as(customerId), { customerId, plan: pro, clientKey });
    await expect(anOrder(as(stranger), { customerId, plan: pro, clientKey })).rejects.toMatchObject(
      { kind: "not_found" },
    );
    await expect(anOrder(analyst, { customerId, plan: basic })).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(
      anOrder(ctx, { customerId, plan: pro, kind: "renew", subscriptionId }),
    ).rejects.toMatchObject({ code: "kind_and_plan" });
    await expect(
      createOrder(ctx, { clientKey: "x" } as unknown as Parameters<typeof createOrder>[1]),
    ).rejects.toMatchObject({ kind: "validation" });
  });
});

describe("fulfilOrder", () => {
  it("grants once, asked ten times at once", async () => {
    const customerId = await aCustomer(ctx);
    const { id: orderId } = await anOrder(ctx, { customerId, plan: basic });
    expect(await fulfilOrder(ctx, { orderId })).toBeNull();
    const paid = await Promise.all(Array.from({ length: 10 }, () => payOrder(ctx, orderId)));
    expect(paid.filter(Boolean)).toHaveLength(1);
    const granted = await Promise.all(
      Array.from({ length: 10 }, () => fulfilOrder(ctx, { orderId })),
    );
    expect(granted.filter((result) => result !== null)).toHaveLength(1);
    expect(await listCustomerSubscriptions(ctx, { customerId })).toHaveLength(1);
    expect(await eventsOf(orderId)).toEqual(["orders/created", "orders/paid", "orders/fulfilled"]);
    expect(await getOrderProgress(as(customerId), { orderId })).toMatchObject({
      status: "preparing",
      subscriptionId: expect.any(String),
    });
  });

  it("grants what was quoted, however the plan has changed since", async () => {
    const customerId = await aCustomer(ctx);
    const plan = await aPlan(ctx, { deviceLimit: 5 });
    const { id: orderId } = await anOrder(ctx, { customerId, plan });
    await updatePlan(ctx, { planId: plan.id, ...fields(plan), deviceLimit: 1 });
    await archivePlan(ctx, { planId: plan.id });
    await payOrder(ctx, orderId);
    const result = await fulfilOrder(ctx, { orderId });
    const view = await getSubscriptionView(ctx, { subscriptionId: result?.subscriptionId ?? "" });
    expect(view.devices.limit).toBe(5);
    // Whoever has an archived plan may go on with it.
    await expect(
      anOrder(ctx, { customerId, plan, kind: "renew", subscriptionId: view.id }),
    ).resolves.toMatchObject({ kind: "renew" });
  });

  it("renews the subscription that was meant when a person has two", async () => {
    const customerId = await aCustomer(ctx);
    const first = await aPurchase(ctx, { customerId, plan: basic });
    const second = await aPurchase(ctx, { customerId, plan: basic });
    await aPurchase(ctx, {
      customerId,
      plan: basic,
      kind: "renew",
      subscriptionId: first.subscriptionId,
    });
    const views = await listCustomerSubscriptions(ctx, { customerId });
    expect(views.map(({ id, daysLeft }) => [id, daysLeft])).toEqual([
      [first.subscriptionId, 60],
      [second.subscriptionId, 30],
    ]);
  });

  it("changes the plan for what is left to pay, and forgets no value in the next change", async () => {
    const customerId = await aCustomer(ctx);
    const { subscriptionId } = await aPurchase(later(0), { customerId, plan: basic });
    const half = later(15 * DAY);
    const change = { customerId, kind: "upgrade" as const, subscriptionId };
    const order = await anOrder(half, { ...change, plan: pro });
    expect(order.total.amount).toBe(25_000n);
    await payOrder(half, order.id);
    await fulfilOrder(half, { orderId: order.id });
    const [row] = await db.select().from(subscriptions).where(eq(subscriptions.id, subscriptionId));
    expect(row?.expiresAt).toEqual(new Date(START + 45 * DAY));
    // All of Pro's 300 roubles are unused: back to Basic costs nothing and lasts 90 days.
    const back = await quoteOrder(half, {
      ...change,
      planId: basic.id,
      durationId: basic.durations[0]?.id ?? "",
      currency: "RUB",
    });
    expect(back).toMatchObject({ total: 0n, bonusDays: 60 });
    expect(back.expiresAt).toEqual(new Date(START + (15 + 90) * DAY));
  });

  it("gives nothing for an order refunded before it was fulfilled", async () => {
    const { id: orderId } = await anOrder(ctx, { customerId: await aCustomer(ctx), plan: basic });
    await payOrder(ctx, orderId);
    await refund(orderId, 10_000n);
    expect(await fulfilOrder(ctx, { orderId })).toBeNull();
    expect(await getOrderProgress(ctx, { orderId })).toMatchObject({ status: "refunded" });
  });

  it("is rescued when its event was lost, whatever stands before it in line", async () => {
    const minutesAgo = later(-5 * 60_000);
    const customerId = await aCustomer(ctx);
    const broken = await anOrder(minutesAgo, { customerId, plan: basic });
    const lost = await anOrder(minutesAgo, { customerId, plan: pro });
    for (const { id } of [broken, lost]) await payOrder(minutesAgo, id);
    await db.update(orders).set({ subscriptionId: "sub_gone" }).where(eq(orders.id, broken.id));
    await db.update(orders).set({ kind: "renew" }).where(eq(orders.id, broken.id));
    await rescueOrders(ctx);
    expect((await read(lost.id)).status).toBe("fulfilled");
    expect((await read(broken.id)).status).toBe("paid");
    const alert = () => sql`
      select count from alerts
      where kind = 'order_not_fulfilled' and key = ${broken.id} and resolved_at is null`;
    expect(await alert()).toEqual([{ count: 1 }]);
    await db
      .update(orders)
      .set({ subscriptionId: null, kind: "new" })
      .where(eq(orders.id, broken.id));
    await rescueOrders(ctx);
    expect((await read(broken.id)).status).toBe("fulfilled");
    expect(await alert()).toEqual([]);
  });
});

describe("closing", () => {
  it("expires what is due, keeps what could not be asked for, and late money revives", async () => {
    const due = await anOrder(ctx, { customerId: await aCustomer(ctx), plan: basic });
    const unanswered = await anOrder(ctx, { customerId: await aCustomer(ctx), plan: basic });
    const { customerId, expiresAt } = unanswered;
    await db.insert(payments).values({
      id: newId("payment"),
      orderId: unanswered.id,
      customerId,
      gateway: "demo",
      amount: 10_000n,
      currency: "RUB",
      expiresAt,
      failureReason: "unreachable",
    });
    expect(await getOrderProgress(ctx, { orderId: unanswered.id })).toMatchObject({
      status: "checking",
    });
    await expireOrders(later(2 * 3_600_000));
    expect((await read(due.id)).status).toBe("expired");
    expect((await read(unanswered.id)).status).toBe("pending");

    expect(await payOrder(later(2 * 3_600_000), due.id)).toBe(true);
    expect(await read(due.id)).toMatchObject({ status: "paid", closedAt: null });
    expect(await eventsOf(due.id)).toEqual(["orders/created", "orders/closed", "orders/paid"]);
  });

  it("is cancelled by its owner only, and never once it is paid", async () => {
    const customerId = await aCustomer(ctx);
    const { id: orderId } = await anOrder(ctx, { customerId, plan: basic });
    await expect(cancelOrder(as(await aCustomer(ctx)), { orderId })).rejects.toMatchObject({
      kind: "not_found",
    });
    await expect(cancelOrder(analyst, { orderId })).rejects.toMatchObject({ kind: "forbidden" });
    await cancelOrder(as(customerId), { orderId });
    await cancelOrder(as(customerId), { orderId });
    expect((await read(orderId)).status).toBe("cancelled");
    await payOrder(ctx, orderId);
    await expect(cancelOrder(as(customerId), { orderId })).rejects.toMatchObject({
      code: "order_paid",
    });
  });
});

describe("recordOrderRefund", () => {
  it("adds up two equal parts, and only the whole ends what was bought", async () => {
    const customerId = await aCustomer(ctx);
    const { orderId, subscriptionId } = await aPurchase(ctx, { customerId, plan: basic });
    expect(await refund(orderId, 5000n)).toEqual({ full: false });
    expect((await getSubscriptionView(ctx, { subscriptionId })).status).toBe("pending");
    expect(await refund(orderId, 5000n)).toEqual({ full: true });
    expect((await getSubscriptionView(ctx, { subscriptionId })).status).toBe("cancelled");
    expect(await getOrderProgress(ctx, { orderId })).toMatchObject({ status: "refunded" });
    expect((await read(orderId)).refunded).toBe(10_000n);
  });

  it("asks an operator when a change of plan had used the refunded value", async () => {
    const customerId = await aCustomer(ctx);
    const first = await aPurchase(ctx, { customerId, plan: basic });
    await aPurchase(ctx, {
      customerId,
      plan: pro,
      kind: "upgrade",
      subscriptionId: first.subscriptionId,
    });
    await refund(first.orderId, 10_000n);
    const [alert] = await sql`
      select key from alerts where kind = 'refund_of_changed_plan' and resolved_at is null`;
    expect(alert?.key).toBe(first.orderId);
  });
});

it("lists orders by key without loss, and finds them by number and by person", async () => {
  const customerId = await aCustomer(ctx, {
    username: "FindMyOrders",
    telegramId: 700_000_001n,
    email: "find@example.com",
  });
  const { orderId } = await aPurchase(ctx, { customerId, plan: basic });
  const { number } = await read(orderId);
  const ids = async (q: string) => (await listOrders(ctx, { q })).rows.map(({ id }) => id);
  for (const q of [
    `#${number}`,
    orderId,
    customerId,
    "@findmyorders",
    "Find@example.com",
    "700000001",
  ]) {
    expect(await ids(q)).toContain(orderId);
  }
  expect(await ids("'; drop table orders; --")).toEqual([]);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listOrders(ctx, { limit: 3, cursor });
    seen.push(...page.rows.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toHaveLength((await db.select().from(orders)).length);
});

function fields({ id, position, archivedAt, durations, ...rest }: typeof basic) {
  return { ...rest, durations: durations.map(({ days, prices }) => ({ days, prices })) };
}
