import { eq } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { database } from "@/db/client";
import { orders } from "@/db/schema/orders";
import { gatewayEvents, payments, renewalAttempts } from "@/db/schema/payments";
import { subscriptions } from "@/db/schema/subscriptions";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { provideEnv } from "@/server/core/env";
import { getBalance } from "@/server/domains/ledger";
import { fulfilOrder } from "@/server/domains/orders";
import { changePlanByAdmin, setAutoRenew } from "@/server/domains/subscriptions";
import { aCustomer, aDuration, aPlan } from "@/server/testing/builders";
import { startHttpDouble } from "@/server/testing/gateways/http-double";
import {
  checkout,
  keepRenewing,
  listWaysToPay,
  processGatewayEvent,
  recordTrustedEvent,
  recoverCharges,
  runRenewals,
  syncProviderRenewal,
} from ".";

await testDatabase();
type Call = { method: string; params: Record<string, unknown> };
const calls: Call[] = [];
/** All that Telegram has in its list. */
const transactions: object[] = [];
const telegram = await startHttpDouble({
  refusal: { status: 400, body: { ok: false, error_code: 400, description: "Bad Request" } },
  isCreation: () => true,
  handle({ path, text }) {
    const method = path.split("/").at(-1) ?? "";
    calls.push({ method, params: JSON.parse(text || "{}") });
    if (method === "getStarTransactions") return { body: { ok: true, result: { transactions } } };
    return {
      body: { ok: true, result: method === "createInvoiceLink" ? "https://t.me/$x" : true },
    };
  },
});
provideEnv({
  TELEGRAM_BOT_TOKEN: "1:test",
  TELEGRAM_API_ROOT: telegram.baseUrl,
  ENCRYPTION_KEY: "0".repeat(64),
});
afterAll(() => telegram.stop());

const DAY = 86_400_000;
let now = new Date("2026-06-01T12:00:00Z");
const ctx: Ctx = systemContext("test", { clock: () => now });
const { db } = database();
const plan = await aPlan(ctx, {
  durations: [aDuration(30, 10_000n, 150n), aDuration(90, 30_000n, 400n)],
});
const other = await aPlan(ctx);
const called = (method: string) => calls.filter((call) => call.method === method);

let charges = 0;
/** Telegram's message about a charge, as the bot hands it over. */
async function charged(
  paymentId: string,
  more: { charge?: string; first?: boolean; amount?: number } = {},
): Promise<string | null> {
  const { charge = `charge_${charges++}`, first = false, amount = 150 } = more;
  const { eventId } = await recordTrustedEvent(ctx, {
    gateway: "stars",
    body: {
      kind: "successful_payment",
      telegramId: 4_200_001,
      // Told twice, Telegram's message has a new date.
      told: charges++,
      payment: {
        currency: "XTR",
        total_amount: amount,
        invoice_payload: paymentId,
        telegram_payment_charge_id: charge,
        subscription_expiration_date: Math.floor(now.getTime() / 1000) + 30 * 86_400,
        is_recurring: true,
        ...(first && { is_first_recurring: true }),
      },
    },
  });
  const { outcome } = await processGatewayEvent(ctx, { eventId: eventId ?? "" });
  return outcome;
}

async function grantPaid(customerId: string): Promise<void> {
  const rows = await db.select().from(orders).where(eq(orders.customerId, customerId));
  for (const { id } of rows) await fulfilOrder(ctx, { orderId: id });
}

async function wish(customerId: string, days = 30) {
  const durationId = plan.durations.find((duration) => duration.days === days)?.id ?? "";
  return { customerId, kind: "new" as const, planId: plan.id, durationId, gateway: "stars" };
}

async function subscriber() {
  const customerId = await aCustomer(ctx);
  const { order, payment } = await checkout(ctx, {
    ...(await wish(customerId)),
    source: "bot",
    clientKey: `first-purchase-${customerId}`,
    saveMethod: true,
  });
  const paymentId = payment?.id ?? "";
  await charged(paymentId, { first: true });
  await grantPaid(customerId);
  const subscriptionId = (await onlyOne(customerId)).id;
  await keepRenewing(ctx, { orderId: order.id, subscriptionId });
  return { customerId, paymentId, subscriptionId };
}

async function onlyOne(customerId: string) {
  const rows = await db
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.customerId, customerId));
  expect(rows).toHaveLength(1);
  const [row] = rows;
  if (!row) throw new Error("no subscription");
  return row;
}
const credit = (customerId: string) =>
  getBalance(ctx, { kind: "customer_credit", owner: customerId, currency: "XTR" });

describe("Stars that renew themselves", () => {
  it("are offered and asked for only where the same is charged each 30 days", async () => {
    const customerId = await aCustomer(ctx);
    for (const [days, period] of [
      [30, 2_592_000],
      [90, undefined],
    ] as const) {
      const { source: _s, ...input } = {
        ...(await wish(customerId, days)),
        source: "bot" as const,
      };
      const ways = await listWaysToPay(ctx, { ...input, kind: "plan" });
      expect(ways.find(({ gateway }) => gateway === "stars")?.canSave).toBe(days === 30);
      await checkout(ctx, {
        ...input,
        source: "bot",
        clientKey: `period-${days}-${customerId}`,
        saveMethod: true,
      });
      expect(called("createInvoiceLink").at(-1)?.params.subscription_period).toBe(period);
    }
  });

  it("make an order of their own for each later charge, told of once or twice", async () => {
    const { customerId, paymentId } = await subscriber();
    const before = await onlyOne(customerId);
    expect(before.autoRenew).toBe(true);
    now = new Date(before.expiresAt.getTime() - DAY / 2);
    expect(await charged(paymentId, { charge: `second_${paymentId}` })).toBe("settled");
    expect(await charged(paymentId, { charge: `second_${paymentId}` })).toBe("already");
    await grantPaid(customerId);
    const renewed = await onlyOne(customerId);
    expect(renewed.expiresAt.getTime()).toBe(before.expiresAt.getTime() + 30 * DAY);
    const paid = await db.select().from(orders).where(eq(orders.customerId, customerId));
    expect(paid.map(({ kind, total, source }) => [kind, total, source])).toEqual([
      ["new", 150n, "bot"],
      ["renew", 150n, "auto"],
    ]);
    expect(await credit(customerId)).toBe(0n);
  });

  it("make one order of a charge that is told of many times at once", async () => {
    const { customerId, paymentId } = await subscriber();
    const charge = `at_once_${paymentId}`;
    const told = await Promise.all(
      Array.from({ length: 6 }, () => charged(paymentId, { charge }).catch(() => "again")),
    );
    expect(told.filter((outcome) => outcome === "settled")).toHaveLength(1);
    expect(await credit(customerId)).toBe(0n);
    const made = await db.select().from(orders).where(eq(orders.customerId, customerId));
    expect(made.filter(({ kind }) => kind === "renew")).toHaveLength(1);
    expect(told).not.toContain("again");
  });

  it("are found in Telegram's list when a charge was never told of, and are counted once", async () => {
    const { customerId, paymentId } = await subscriber();
    const before = await onlyOne(customerId);
    const [first] = await db.select().from(payments).where(eq(payments.id, paymentId));
    const date = Math.floor(now.getTime() / 1000);
    const source = { type: "user", invoice_payload: paymentId, user: { id: 4_200_001 } };
    const lost = { id: `lost_${paymentId}`, amount: 150, date, source };
    transactions.push(
      { ...lost, id: first?.externalId },
      lost,
      { id: lost.id, amount: 150, date, receiver: source },
      { ...lost, id: "a_stranger", source: { ...source, invoice_payload: "pay_nobody" } },
    );
    expect(await recoverCharges(ctx)).toBe(1);
    expect(await recoverCharges(ctx)).toBe(0);
    const stored = await db.select().from(gatewayEvents);
    const [event] = stored.filter(({ body }) => body.includes(lost.id));
    const { outcome } = await processGatewayEvent(ctx, { eventId: event?.id ?? "" });
    expect(outcome).toBe("settled");
    expect(await charged(paymentId, { charge: lost.id })).toBe("already");
    expect(await recoverCharges(ctx)).toBe(0);
    await grantPaid(customerId);
    const renewed = await onlyOne(customerId);
    expect(renewed.expiresAt.getTime()).toBe(before.expiresAt.getTime() + 30 * DAY);
    expect(await credit(customerId)).toBe(0n);
  });

  it("are never charged by us as well", async () => {
    const { subscriptionId } = await subscriber();
    const [row] = await db.select().from(subscriptions).where(eq(subscriptions.id, subscriptionId));
    now = new Date((row?.expiresAt ?? now).getTime() - DAY);
    await runRenewals(ctx);
    const attempts = await db
      .select()
      .from(renewalAttempts)
      .where(eq(renewalAttempts.subscriptionId, subscriptionId));
    expect(attempts.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ["skipped", "provider_renews"],
    ]);
  });

  it("are stopped at Telegram when switched off, and go on when switched on again", async () => {
    const { subscriptionId, paymentId } = await subscriber();
    const edits = () =>
      called("editUserStarSubscription")
        .filter(({ params }) => params.telegram_payment_charge_id === chargeId)
        .map(({ params }) => params.is_canceled);
    const [payment] = await db.select().from(payments).where(eq(payments.id, paymentId));
    const chargeId = payment?.externalId;
    await syncProviderRenewal(ctx, { subscriptionId });
    expect(edits()).toEqual([]);
    await setAutoRenew(ctx, { subscriptionId, on: false });
    telegram.setMood("500");
    await expect(syncProviderRenewal(ctx, { subscriptionId })).rejects.toThrow(/did not answer/);
    telegram.setMood("ok");
    await syncProviderRenewal(ctx, { subscriptionId });
    await syncProviderRenewal(ctx, { subscriptionId });
    expect(edits()).toEqual([true]);
    await setAutoRenew(ctx, { subscriptionId, on: true });
    await syncProviderRenewal(ctx, { subscriptionId });
    expect(edits()).toEqual([true, false]);
  });

  it("do not bring an old plan back: that money is the customer's credit, and no more is taken", async () => {
    const { customerId, subscriptionId, paymentId } = await subscriber();
    await changePlanByAdmin(ctx, { subscriptionId, planId: other.id });
    const before = await onlyOne(customerId);
    expect(await charged(paymentId)).toBe("credited");
    await grantPaid(customerId);
    expect(await onlyOne(customerId)).toMatchObject({
      planId: other.id,
      expiresAt: before.expiresAt,
    });
    expect(await credit(customerId)).toBe(150n);
    await syncProviderRenewal(ctx, { subscriptionId });
    expect(called("editUserStarSubscription").at(-1)?.params.is_canceled).toBe(true);
  });

  it("wait for their first payment, and hold a charge of another sum", async () => {
    const customerId = await aCustomer(ctx);
    const { payment } = await checkout(ctx, {
      ...(await wish(customerId)),
      source: "bot",
      clientKey: `early-${customerId}`,
      saveMethod: true,
    });
    await expect(charged(payment?.id ?? "")).rejects.toThrow(/before its first/);
    const { paymentId } = await subscriber();
    expect(await charged(paymentId, { amount: 149 })).toBe("held:underpaid");
  });
});
