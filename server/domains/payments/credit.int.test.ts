import { afterAll, expect, it } from "vitest";
import { connectRaw } from "@/db/client";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { storeRate } from "@/server/domains/analytics";
import { adjustCredit, creditHistory, getBalance, proveBalances } from "@/server/domains/ledger";
import {
  cancelOrder,
  expireOrders,
  fulfilOrder,
  getOrderProgress,
  refundToCredit,
} from "@/server/domains/orders";
import { updateSettingsGroup } from "@/server/domains/settings";
import { permissionsOf } from "@/server/rules/permissions";
import { aCustomer, aPlan } from "@/server/testing/builders";
import { startDemo } from "@/server/testing/gateways/demo";
import {
  checkout,
  getPaymentDetail,
  listWaysToPay,
  processGatewayEvent,
  processRefund,
  receiveWebhook,
  requestRefund,
  resolveHeldPayment,
} from ".";

const { url } = await testDatabase();
const sql = connectRaw(url, { max: 4 });
let now = new Date();
const ctx = systemContext("test", { clock: () => now });
const double = await startDemo({ sql });
afterAll(async () => {
  await double.stop();
  await sql.end({ timeout: 1 });
});
await updateSettingsGroup(ctx, {
  id: "gateway.demo",
  values: double.settings as Record<string, string | number | boolean>,
});
const plan = await aPlan(ctx, {
  durations: [{ days: 30, prices: [{ currency: "RUB", amount: 10_000n }] }],
});

let count = 0;
const clientKey = () => `key-${++count}-${"0".repeat(8)}`;
const credit = (owner: string, kind: "customer_credit" | "credit_reserved" = "customer_credit") =>
  getBalance(ctx, { kind, owner, currency: "RUB" });
const booksAreRight = async () => expect(await proveBalances(ctx)).toEqual([]);

async function someone(amount = 0n): Promise<string> {
  const customerId = await aCustomer(ctx);
  if (amount > 0n) {
    const reason = "a present";
    await adjustCredit(ctx, {
      customerId,
      amount,
      currency: "RUB",
      reason,
      clientKey: clientKey(),
    });
  }
  return customerId;
}

const wish = (customerId: string, gateway = "demo", useCredit = true) => ({
  customerId,
  gateway,
  useCredit,
  kind: "new" as const,
  planId: plan.id,
  durationId: plan.durations[0]?.id ?? "",
  source: "bot" as const,
  clientKey: clientKey(),
});

async function deliverAll(): Promise<void> {
  for (const { rawBody, headers } of double.takeWebhooks()) {
    // The provider signs by the real time.
    const { eventId } = await receiveWebhook(systemContext("webhook"), {
      gateway: "demo",
      rawBody,
      headers,
      peer: null,
    });
    if (eventId) await processGatewayEvent(ctx, { eventId });
  }
}

async function pay(payment: { externalId: string | null } | null): Promise<void> {
  await double.pay(payment?.externalId ?? "");
  await deliverAll();
}

const statusOf = async (orderId: string) => (await getOrderProgress(ctx, { orderId })).status;

it("pays a part with credit, the rest with money; both become revenue once", async () => {
  const customerId = await someone(3000n);
  const revenue = await getBalance(ctx, { kind: "revenue", currency: "RUB" });
  const { order, payment } = await checkout(ctx, wish(customerId));
  expect(order).toMatchObject({ credit: 3000n, total: { amount: 7000n } });
  expect([await credit(customerId), await credit(customerId, "credit_reserved")]).toEqual([
    0n,
    3000n,
  ]);
  await pay(payment);
  expect(await credit(customerId, "credit_reserved")).toBe(0n);
  expect(await getBalance(ctx, { kind: "revenue", currency: "RUB" })).toBe(revenue + 10_000n);
  await booksAreRight();
});

it("pays the whole price with nothing but credit, and says so beforehand", async () => {
  const customerId = await someone(10_000n);
  const ways = await listWaysToPay(ctx, { ...wish(customerId), useCredit: false });
  expect(ways[0]).toMatchObject({ gateway: "credit", total: { amount: 0n } });
  const { order, payment } = await checkout(ctx, wish(customerId, "credit"));
  expect(payment).toBeNull();
  expect(order.status).toBe("paid");
  expect(await fulfilOrder(ctx, { orderId: order.id })).toMatchObject({
    subscriptionId: expect.any(String),
  });
  expect(await credit(customerId)).toBe(0n);
  await booksAreRight();
});

it("refuses to pay with credit that is not there, and makes no order", async () => {
  const customerId = await someone(9_999n);
  await expect(checkout(ctx, wish(customerId, "credit"))).rejects.toMatchObject({
    code: "insufficient_credit",
  });
  expect(await sql`select id from orders where customer_id = ${customerId}`).toHaveLength(0);
});

it("spends credit once, however many orders want it at the same time", async () => {
  const customerId = await someone(10_000n);
  const all = await Promise.allSettled(
    Array.from({ length: 20 }, () => checkout(ctx, wish(customerId, "credit"))),
  );
  const paid = all.filter((one) => one.status === "fulfilled");
  expect(paid.length).toBeGreaterThan(0);
  const rows =
    await sql`select id from orders where customer_id = ${customerId} and paid_at is not null`;
  expect(rows).toHaveLength(1);
  expect([await credit(customerId), await credit(customerId, "credit_reserved")]).toEqual([0n, 0n]);
  await booksAreRight();
});

it("frees what an order given up or expired had set aside", async () => {
  const customerId = await someone(3000n);
  const given = await checkout(ctx, wish(customerId));
  await cancelOrder(ctx, { orderId: given.order.id });
  expect(await credit(customerId)).toBe(3000n);
  await checkout(ctx, wish(customerId));
  expect(await credit(customerId)).toBe(0n);
  now = new Date(now.getTime() + 3 * 3_600_000);
  await expireOrders(ctx);
  expect(await credit(customerId)).toBe(3000n);
  await booksAreRight();
});

it("lets coming back to the checkout take over what an open order holds", async () => {
  const customerId = await someone(3000n);
  const first = await checkout(ctx, wish(customerId));
  const same = await checkout(ctx, wish(customerId));
  expect(same.order.id).toBe(first.order.id);
  const dearer = await aPlan(ctx, {
    durations: [{ days: 30, prices: [{ currency: "RUB", amount: 20_000n }] }],
  });
  const other = await checkout(ctx, {
    ...wish(customerId),
    planId: dearer.id,
    durationId: dearer.durations[0]?.id ?? "",
  });
  expect(other.order.credit).toBe(3000n);
  expect(await statusOf(first.order.id)).toBe("cancelled");
  await booksAreRight();
});

it("revives an expired order with its credit; with the credit spent the money waits for a person", async () => {
  const revived = await someone(3000n);
  const late = await checkout(ctx, wish(revived));
  const poor = await someone(3000n);
  const { order, payment } = await checkout(ctx, wish(poor));
  now = new Date(now.getTime() + 3 * 3_600_000);
  await expireOrders(ctx);
  await adjustCredit(ctx, {
    customerId: poor,
    amount: -3000n,
    currency: "RUB",
    reason: "spent elsewhere",
    clientKey: clientKey(),
  });

  await pay(late.payment);
  expect(await statusOf(late.order.id)).toBe("preparing");
  expect(await credit(revived)).toBe(0n);

  await pay(payment);
  expect(await statusOf(order.id)).toBe("held");
  const paymentId = payment?.id ?? "";
  expect(await getPaymentDetail(ctx, { paymentId })).toMatchObject({ holdReason: "credit_gone" });
  await expect(
    resolveHeldPayment(ctx, { paymentId, decision: "accept", reason: "let it go" }),
  ).rejects.toMatchObject({ code: "credit_gone" });
  await resolveHeldPayment(ctx, { paymentId, decision: "credit", reason: "theirs to spend" });
  expect(await credit(poor)).toBe(7000n);
  await booksAreRight();
});

it("turns a top-up into credit, once, and takes it back with its refund", async () => {
  const customerId = await someone();
  const { order, payment } = await checkout(ctx, {
    customerId,
    gateway: "demo",
    kind: "topup",
    amount: 5000n,
    currency: "RUB",
    source: "miniapp",
    clientKey: clientKey(),
  });
  const revenue = await getBalance(ctx, { kind: "revenue", currency: "RUB" });
  await pay(payment);
  expect(await credit(customerId)).toBe(5000n);
  expect(await getBalance(ctx, { kind: "revenue", currency: "RUB" })).toBe(revenue);
  expect(await fulfilOrder(ctx, { orderId: order.id })).toEqual({ subscriptionId: null });
  expect(await statusOf(order.id)).toBe("ready");

  const { refundId } = await requestRefund(ctx, { paymentId: payment?.id ?? "", amount: 2000n });
  await processRefund(ctx, { refundId });
  expect(await credit(customerId)).toBe(3000n);
  await expect(
    refundToCredit(ctx, { orderId: order.id, reason: "a second time" }),
  ).rejects.toMatchObject({ code: "refund_too_large" });
  await booksAreRight();
});

it("gives the credit part back when all the money went back", async () => {
  const customerId = await someone(3000n);
  const { order, payment } = await checkout(ctx, wish(customerId));
  await pay(payment);
  await fulfilOrder(ctx, { orderId: order.id });
  const paymentId = payment?.id ?? "";
  for (const amount of [3500n, 3500n]) {
    expect(await statusOf(order.id)).not.toBe("refunded");
    await processRefund(ctx, await requestRefund(ctx, { paymentId, amount }));
  }
  expect(await credit(customerId)).toBe(3000n);
  expect(await statusOf(order.id)).toBe("refunded");
  await booksAreRight();
});

it("refunds to credit instead of money, a part and then the rest, never more than was paid", async () => {
  const customerId = await someone(3000n);
  const { order, payment } = await checkout(ctx, wish(customerId));
  await pay(payment);
  await fulfilOrder(ctx, { orderId: order.id });
  await refundToCredit(ctx, { orderId: order.id, amount: 4000n, reason: "slow line" });
  expect(await credit(customerId)).toBe(4000n);
  // 3000 were credit, so of the 7000 in money 6000 are left.
  await expect(
    requestRefund(ctx, { paymentId: payment?.id ?? "", amount: 6001n }),
  ).rejects.toMatchObject({ code: "refund_too_large" });
  const ten = await Promise.allSettled(
    Array.from({ length: 10 }, () =>
      refundToCredit(ctx, { orderId: order.id, reason: "the rest of it" }),
    ),
  );
  expect(ten.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await credit(customerId)).toBe(10_000n);
  expect(await statusOf(order.id)).toBe("refunded");
  const { rows } = await creditHistory(ctx, { customerId });
  expect(rows.map(({ kind, amount }) => `${kind} ${amount}`)).toEqual([
    "credit.returned 6000",
    "credit.returned 4000",
    "credit.reserved -3000",
    "credit.given 3000",
  ]);
  await booksAreRight();
});

it("books an adjustment once a form, and takes no more than there is", async () => {
  const customerId = await someone();
  const form = {
    customerId,
    amount: 500n,
    currency: "RUB" as const,
    reason: "sorry",
    clientKey: clientKey(),
  };
  await Promise.all(Array.from({ length: 10 }, () => adjustCredit(ctx, form)));
  expect(await credit(customerId)).toBe(500n);
  await expect(
    adjustCredit(ctx, { ...form, amount: -501n, clientKey: clientKey() }),
  ).rejects.toMatchObject({ code: "insufficient_credit" });
  await expect(adjustCredit(ctx, { ...form, amount: 0n })).rejects.toThrow(/other than zero/);
});

it("asks an operator for the second factor again above the team's limit, money back and credit alike", async () => {
  await updateSettingsGroup(ctx, {
    id: "team",
    values: { moneyLimit: 20, moneyLimitCurrency: "RUB" },
  });
  const as = (freshUntil: Date | null): Ctx => ({
    ...ctx,
    actor: {
      type: "admin",
      id: "adm_x",
      name: "Olga",
      permissions: permissionsOf("admin"),
      session: { id: "ses_x", address: "", freshUntil },
    },
  });
  const stale = as(new Date(now.getTime() - 1));
  const customerId = await someone();
  const { order, payment } = await checkout(ctx, wish(customerId));
  await pay(payment);
  await fulfilOrder(ctx, { orderId: order.id });
  const [paymentId, reason] = [payment?.id ?? "", "slow line"];
  const give = (who: Ctx, amount: bigint, currency: "RUB" | "USD" = "RUB") =>
    adjustCredit(who, { customerId, amount, currency, reason, clientKey: clientKey() });
  const asked = { code: "fresh_factor_needed" };

  await expect(requestRefund(stale, { paymentId, amount: 2001n })).rejects.toMatchObject(asked);
  await expect(
    refundToCredit(stale, { orderId: order.id, amount: 2001n, reason }),
  ).rejects.toMatchObject(asked);
  await expect(give(stale, 2001n)).rejects.toMatchObject(asked);
  // Without a rate nobody knows how much it is; with one it is compared.
  await expect(give(stale, 1n, "USD")).rejects.toMatchObject(asked);
  await storeRate(ctx, {
    from: "USD",
    to: "RUB",
    day: now.toISOString().slice(0, 10),
    rate: "90",
  });
  await expect(give(stale, 23n, "USD")).rejects.toMatchObject(asked);
  await give(stale, 22n, "USD");

  await requestRefund(stale, { paymentId, amount: 2000n });
  await refundToCredit(stale, { orderId: order.id, amount: 2000n, reason });
  await give(stale, 2000n);
  await expect(give(stale, -2001n)).rejects.toMatchObject(asked);
  await give(as(new Date(now.getTime() + 1)), 2001n);
});
