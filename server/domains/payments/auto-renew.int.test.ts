import { and, asc, eq } from "drizzle-orm";
import pino from "pino";
import { afterAll, describe, expect, it } from "vitest";
import { connectRaw, database } from "@/db/client";
import { notifications } from "@/db/schema/notifications";
import { orders } from "@/db/schema/orders";
import { payments, renewalAttempts, savedMethods } from "@/db/schema/payments";
import { subscriptions } from "@/db/schema/subscriptions";
import { testDatabase } from "@/db/testing";
import { type Ctx, inTransaction, systemContext } from "@/server/core/context";
import { provideEnv } from "@/server/core/env";
import { startDemoGateway } from "@/server/demo/gateway";
import { getBalance, postJournal, proveBalances } from "@/server/domains/ledger";
import { tellRenewal } from "@/server/domains/notifications";
import { fulfilOrder } from "@/server/domains/orders";
import { setAutoRenew } from "@/server/domains/subscriptions";
import { aCustomer, aPlan } from "@/server/testing/builders";
import {
  checkout,
  keepRenewing,
  listRenewalAttempts,
  listSavedMethods,
  pollPayment,
  removeSavedMethod,
  runRenewals,
} from ".";
import { attemptRenewal } from "./auto-renew";

const { url } = await testDatabase();
const sql = connectRaw(url, { max: 4 });
const key = "k".repeat(32);
const gateway = await startDemoGateway({
  sql,
  key,
  webhookUrl: () => "http://127.0.0.1:9/",
  publicBase: () => "http://localhost/pay",
  log: pino({ level: "silent" }),
});
// What became of a payment is learned by asking: webhooks have tests of their own.
gateway.setMood({ webhooks: "drop" });
provideEnv({
  DEMO_GATEWAY_URL: gateway.url,
  DEMO_GATEWAY_KEY: key,
  ENCRYPTION_KEY: "0".repeat(64),
});
afterAll(async () => {
  await gateway.stop();
  await sql.end({ timeout: 1 });
});

const HOUR = 3_600_000;
const PRICE = 10_000n;
let now = new Date("2026-06-01T12:00:00Z");
const ctx: Ctx = systemContext("test", { clock: () => now });
const { db } = database();
const plan = await aPlan(ctx);

async function asked(orderId: string): Promise<void> {
  const rows = await db.select().from(payments).where(eq(payments.orderId, orderId));
  for (const { id } of rows) await pollPayment(ctx, { paymentId: id });
}

let keys = 0;
async function buy(
  customerId: string,
  more: { subscriptionId?: string; saveMethod?: boolean; pay?: boolean } = {},
) {
  const { saveMethod = false, subscriptionId = null, pay = true } = more;
  const { order, payment } = await checkout(ctx, {
    customerId,
    kind: subscriptionId ? "renew" : "new",
    planId: plan.id,
    durationId: plan.durations[0]?.id ?? "",
    subscriptionId,
    source: "bot",
    clientKey: `by-hand-${keys++}`,
    gateway: "demo",
    saveMethod,
  });
  const externalId = payment?.externalId ?? "";
  if (pay) {
    await gateway.act(externalId, "pay");
    await asked(order.id);
    await fulfilOrder(ctx, { orderId: order.id });
  }
  return { orderId: order.id, externalId };
}

/** A subscription bought by card with “keep it and renew”, and the moment its period ends. */
async function subscriber({ save = true }: { save?: boolean } = {}) {
  gateway.setMood({ api: "ok", charges: "pay" });
  const customerId = await aCustomer(ctx, { locale: "en" });
  const { orderId } = await buy(customerId, { saveMethod: save });
  const [row] = await db
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.customerId, customerId));
  if (!row) throw new Error("nothing was granted");
  const subscriptionId = row.id;
  if (save) await keepRenewing(ctx, { orderId, subscriptionId });
  else await setAutoRenew(ctx, { subscriptionId, on: true });
  return { customerId, subscriptionId, end: row.expiresAt };
}

const at = (end: Date, hours: number) => {
  now = new Date(end.getTime() + hours * HOUR);
};
const read = async (id: string) => {
  const [row] = await db.select().from(subscriptions).where(eq(subscriptions.id, id));
  if (!row) throw new Error("no row");
  return row;
};
const attempts = (subscriptionId: string) =>
  db
    .select()
    .from(renewalAttempts)
    .where(eq(renewalAttempts.subscriptionId, subscriptionId))
    .orderBy(asc(renewalAttempts.periodEnd), asc(renewalAttempts.step));
const outcomes = async (subscriptionId: string) =>
  (await attempts(subscriptionId)).map(({ step, outcome }) => `${step}:${outcome}`);

/** What the provider took from this subscription's kept card. */
async function charges(subscriptionId: string): Promise<number> {
  const rows = await db
    .select({ id: payments.id })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(and(eq(orders.subscriptionId, subscriptionId), eq(orders.source, "auto")));
  const [{ count } = { count: 0 }] = await sql<{ count: number }[]>`
    select count(*)::int as count from demo.gateway_payment
    where reference = any(${rows.map(({ id }) => id)}) and doc ->> 'status' = 'paid'`;
  return count;
}

/** Grants what is paid and tells what is to be told, as the jobs would. */
async function work(customerId: string): Promise<string[]> {
  const paid = await db
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.customerId, customerId), eq(orders.status, "paid")));
  for (const { id } of paid) await fulfilOrder(ctx, { orderId: id });
  const told = await sql<{ data: { attemptId: string; outcome: string } }[]>`
    select data from outbox where name = 'payments/renewal.ended' and data ->> 'attemptId' in (
      select r.id from renewal_attempts r join subscriptions s on s.id = r.subscription_id
      where s.customer_id = ${customerId}) order by seq`;
  // Events may come twice.
  for (const { data } of [...told, ...told]) await tellRenewal(ctx, data);
  const rows = await db
    .select({ type: notifications.type })
    .from(notifications)
    .where(and(eq(notifications.customerId, customerId), eq(notifications.channel, "telegram")))
    .orderBy(asc(notifications.createdAt), asc(notifications.id));
  return rows.map(({ type }) => type);
}

const credit = (customerId: string) =>
  getBalance(ctx, { kind: "customer_credit", owner: customerId, currency: "RUB" });
const giveCredit = (customerId: string, amount: bigint) =>
  inTransaction(ctx, (tx) =>
    postJournal(tx, {
      idempotencyKey: `test:${customerId}:${amount}`,
      kind: "test.gift",
      reference: { type: "customer", id: customerId },
      entries: [
        { account: { kind: "promo_expense" }, amount, currency: "RUB" },
        {
          account: { kind: "customer_credit", owner: customerId },
          amount: -amount,
          currency: "RUB",
        },
      ],
    }),
  );

describe("automatic renewal", () => {
  it("charges the kept way to pay at the first step, once, and says so once", async () => {
    const { customerId, subscriptionId, end } = await subscriber();
    at(end, -25);
    expect(await runRenewals(ctx)).toBe(0);
    at(end, -24);
    await Promise.all(Array.from({ length: 5 }, () => attemptRenewal(ctx, { subscriptionId })));
    expect(await work(customerId)).toEqual(["renewal_succeeded"]);
    expect(await outcomes(subscriptionId)).toEqual(["0:succeeded"]);
    expect((await read(subscriptionId)).expiresAt.getTime()).toBe(end.getTime() + 30 * 24 * HOUR);
    for (const hours of [-6, 0, 24, 72]) {
      at(end, hours);
      await runRenewals(ctx);
    }
    expect(await charges(subscriptionId)).toBe(1);
    expect(await outcomes(subscriptionId)).toEqual(["0:succeeded"]);
  });

  it("tries again after refusals, and grants nothing before money is confirmed", async () => {
    const { customerId, subscriptionId, end } = await subscriber();
    gateway.setMood({ charges: "decline" });
    for (const hours of [-24, -6, 0]) {
      at(end, hours);
      await runRenewals(ctx);
    }
    expect(await work(customerId)).toEqual(["renewal_failed", "renewal_failed", "renewal_failed"]);
    expect((await read(subscriptionId)).expiresAt).toEqual(end);
    gateway.setMood({ charges: "pay" });
    at(end, 24);
    await runRenewals(ctx);
    expect((await work(customerId)).at(-1)).toBe("renewal_succeeded");
    expect(await outcomes(subscriptionId)).toEqual([
      "0:failed",
      "1:failed",
      "2:failed",
      "3:succeeded",
    ]);
    const told = await listRenewalAttempts(ctx, { subscriptionId });
    expect(told.map(({ outcome }) => outcome)).toEqual(["succeeded", "failed", "failed", "failed"]);
    // By the name the customer knows it by, and never by the provider's handle.
    expect(new Set(told.map(({ method }) => method))).toEqual(new Set([expect.any(String)]));
    expect(told.every(({ method }) => method && !method.startsWith("mtd_"))).toBe(true);
    expect(told[0]?.periodEnd).toEqual(end);
    expect((await read(subscriptionId)).expiresAt.getTime()).toBe(now.getTime() + 30 * 24 * HOUR);
    expect(await charges(subscriptionId)).toBe(1);
  });

  it("gives up after the last step", async () => {
    const { subscriptionId, end } = await subscriber();
    gateway.setMood({ charges: "decline" });
    for (const hours of [-24, -6, 0, 24, 72, 96, 200]) {
      at(end, hours);
      await runRenewals(ctx);
    }
    expect(await outcomes(subscriptionId)).toEqual([0, 1, 2, 3, 4].map((step) => `${step}:failed`));
  });

  it("waits while nobody knows what became of a charge, and never makes a second one", async () => {
    const { customerId, subscriptionId, end } = await subscriber();
    at(end, -24);
    gateway.setMood({ api: "created-but-no-answer" });
    await runRenewals(ctx);
    gateway.setMood({ api: "errors" });
    for (const hours of [-6, 0, 24]) {
      at(end, hours);
      await runRenewals(ctx);
      const [{ paymentId } = { paymentId: null }] = await attempts(subscriptionId);
      await pollPayment(ctx, { paymentId: paymentId ?? "" });
    }
    expect(await outcomes(subscriptionId)).toEqual(["0:pending"]);
    expect(await charges(subscriptionId)).toBe(1);
    gateway.setMood({ api: "ok" });
    const [attempt] = await attempts(subscriptionId);
    await pollPayment(ctx, { paymentId: attempt?.paymentId ?? "" });
    await runRenewals(ctx);
    expect(await work(customerId)).toEqual(["renewal_succeeded"]);
    expect(await charges(subscriptionId)).toBe(1);
  });

  it("survives death on either side of the charge: one key, one charge", async () => {
    for (const reached of [false, true]) {
      const { customerId, subscriptionId, end } = await subscriber();
      at(end, -24);
      // The step is written down, and the process dies: before the provider heard of it, or right after.
      gateway.setMood({ api: "errors" });
      await runRenewals(ctx);
      gateway.setMood({ api: "ok" });
      const [attempt] = await attempts(subscriptionId);
      const paymentId = attempt?.paymentId ?? "";
      const [card] = await sql<{ card: string }[]>`select doc ->> 'card' as card
        from demo.gateway_payment g join payments p on p.id = g.reference
        where p.customer_id = ${customerId} and doc ->> 'card' is not null`;
      if (reached) {
        await fetch(`${gateway.url}/v1/charges`, {
          method: "POST",
          headers: { authorization: `Bearer ${key}`, "idempotency-key": paymentId },
          body: JSON.stringify({
            token: card?.card,
            value: "100.00",
            currency: "RUB",
            reference: paymentId,
            description: "renewal",
          }),
        });
      }
      await Promise.all([pollPayment(ctx, { paymentId }), pollPayment(ctx, { paymentId })]);
      await runRenewals(ctx);
      expect(await outcomes(subscriptionId)).toEqual(["0:succeeded"]);
      expect(await charges(subscriptionId)).toBe(1);
      expect(await work(customerId)).toEqual(["renewal_succeeded"]);
    }
  });

  it("takes the customer's credit first, if it covers the whole price", async () => {
    const { customerId, subscriptionId, end } = await subscriber();
    await giveCredit(customerId, PRICE - 1n);
    gateway.setMood({ charges: "decline" });
    at(end, -24);
    await runRenewals(ctx);
    expect(await credit(customerId)).toBe(PRICE - 1n);
    await giveCredit(customerId, 5n);
    at(end, -6);
    await runRenewals(ctx);
    expect(await outcomes(subscriptionId)).toEqual(["0:failed", "1:succeeded"]);
    expect(await credit(customerId)).toBe(4n);
    expect(await work(customerId)).toEqual(["renewal_failed", "renewal_succeeded"]);
    expect((await read(subscriptionId)).expiresAt.getTime()).toBe(end.getTime() + 30 * 24 * HOUR);
  });

  it("says in time when there is nothing to charge, and once", async () => {
    const { customerId, subscriptionId, end } = await subscriber({ save: false });
    for (const hours of [-24, -6, 0]) {
      at(end, hours);
      await runRenewals(ctx);
    }
    expect(await work(customerId)).toEqual(["renewal_upcoming"]);
    expect(await outcomes(subscriptionId)).toEqual(["0:skipped", "1:skipped", "2:skipped"]);
  });

  it("leaves alone what is switched off, even between the step and its charge", async () => {
    const { customerId, subscriptionId, end } = await subscriber();
    at(end, -24);
    gateway.setMood({ api: "errors" });
    await runRenewals(ctx);
    await setAutoRenew(ctx, { subscriptionId, on: false });
    gateway.setMood({ api: "ok" });
    const [attempt] = await attempts(subscriptionId);
    await pollPayment(ctx, { paymentId: attempt?.paymentId ?? "" });
    await runRenewals(ctx);
    at(end, 0);
    await runRenewals(ctx);
    expect(await outcomes(subscriptionId)).toEqual(["0:skipped"]);
    expect(await charges(subscriptionId)).toBe(0);
    expect(await work(customerId)).toEqual([]);
  });

  it("does not charge a way to pay that was removed, nor keep its secret", async () => {
    const { customerId, subscriptionId, end } = await subscriber();
    const [method] = await listSavedMethods(ctx, { customerId });
    const stranger: Ctx = { ...ctx, actor: { type: "customer", id: await aCustomer(ctx) } };
    const input = { savedMethodId: method?.id ?? "" };
    await expect(removeSavedMethod(stranger, input)).rejects.toMatchObject({ kind: "not_found" });
    await removeSavedMethod({ ...ctx, actor: { type: "customer", id: customerId } }, input);
    expect(await listSavedMethods(ctx, { customerId })).toEqual([]);
    const [row] = await db
      .select()
      .from(savedMethods)
      .where(eq(savedMethods.id, input.savedMethodId));
    expect(row?.sealedToken).toBe("");
    at(end, -24);
    await runRenewals(ctx);
    expect(await charges(subscriptionId)).toBe(0);
    expect(await work(customerId)).toEqual(["renewal_upcoming"]);
  });

  it("does not make up for steps from before it was switched on", async () => {
    const { subscriptionId, end } = await subscriber();
    at(end, -30);
    await setAutoRenew(ctx, { subscriptionId, on: false });
    at(end, -3);
    await setAutoRenew(ctx, { subscriptionId, on: true });
    await runRenewals(ctx);
    expect(await outcomes(subscriptionId)).toEqual([]);
    at(end, 0);
    await runRenewals(ctx);
    expect(await outcomes(subscriptionId)).toEqual(["2:succeeded"]);
  });
});

describe("automatic renewal and a payment by hand", () => {
  it("waits for a payment that is being made", async () => {
    const { subscriptionId, customerId, end } = await subscriber();
    at(end, -24);
    await buy(customerId, { subscriptionId, pay: false });
    await runRenewals(ctx);
    expect(await outcomes(subscriptionId)).toEqual([]);
  });

  it("skips a period that was renewed by hand", async () => {
    const { subscriptionId, customerId, end } = await subscriber();
    at(end, -25);
    await buy(customerId, { subscriptionId });
    for (const hours of [-24, -6, 0]) {
      at(end, hours);
      await runRenewals(ctx);
    }
    expect(await outcomes(subscriptionId)).toEqual([]);
  });

  /** The charge is under way at the provider, and the customer has a payment of their own; both are paid. */
  async function both(order: "shared" | "own") {
    const { subscriptionId, customerId, end } = await subscriber();
    const pay = () => buy(customerId, { subscriptionId, pay: false });
    let byHand: Awaited<ReturnType<typeof buy>> | undefined;
    if (order === "own") {
      // Left open so long that automatic renewal does not wait for it any more.
      at(end, -25.5);
      byHand = await pay();
    }
    at(end, -24);
    gateway.setMood({ charges: "wait" });
    await attemptRenewal(ctx, { subscriptionId });
    const [attempt] = await attempts(subscriptionId);
    const chargeId = attempt?.paymentId ?? "";
    const [charge] = await db.select().from(payments).where(eq(payments.id, chargeId));
    at(end, -23.9);
    byHand ??= await pay();
    expect(byHand.orderId === attempt?.orderId).toBe(order === "shared");
    await gateway.act(charge?.externalId ?? "", "pay");
    await gateway.act(byHand.externalId, "pay");
    const [own] = await db
      .select()
      .from(payments)
      .where(eq(payments.externalId, byHand.externalId));
    at(end, -23.8);
    const settle = {
      charge: () => pollPayment(ctx, { paymentId: chargeId }),
      byHand: () => pollPayment(ctx, { paymentId: own?.id ?? "" }),
    };
    const end30 = end.getTime() + 30 * 24 * HOUR;
    return { subscriptionId, customerId, settle, end, end30 };
  }

  it.each([
    ["shared", "byHand", "0:skipped"],
    ["shared", "charge", "0:succeeded"],
    ["own", "byHand", "0:skipped"],
    ["own", "charge", "0:succeeded"],
  ] as const)(
    "meeting over one period (%s order, %s first): one renews, the other's money is credit",
    async (order, first, outcome) => {
      const { subscriptionId, customerId, settle, end, end30 } = await both(order);
      await settle[first]();
      at(end, -23.7);
      await settle[first === "charge" ? "byHand" : "charge"]();
      await runRenewals(ctx);
      await work(customerId);
      expect((await read(subscriptionId)).expiresAt.getTime()).toBe(end30);
      expect(await credit(customerId)).toBe(PRICE);
      expect(await outcomes(subscriptionId)).toEqual([outcome]);
    },
  );

  it.each(["shared", "own"] as const)(
    "settled at the same moment (%s order): still one period and one credit",
    async (order) => {
      for (let round = 0; round < 5; round += 1) {
        const { subscriptionId, customerId, settle, end30 } = await both(order);
        await Promise.all([settle.byHand(), settle.charge(), settle.byHand(), settle.charge()]);
        await work(customerId);
        expect((await read(subscriptionId)).expiresAt.getTime()).toBe(end30);
        expect(await credit(customerId)).toBe(PRICE);
      }
    },
  );

  it("leaves the books balanced", async () => {
    expect(await proveBalances(ctx)).toEqual([]);
  });
});
