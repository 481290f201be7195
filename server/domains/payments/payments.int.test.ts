import pino from "pino";
import { afterAll, describe, expect, it } from "vitest";
import { connectRaw } from "@/db/client";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { hmacSha256Hex } from "@/server/core/crypto";
import { provideEnv } from "@/server/core/env";
import { startDemoGateway } from "@/server/demo/gateway";
import { createPlan } from "@/server/domains/catalog";
import { upsertTelegramCustomer } from "@/server/domains/customers";
import { getBalance, proveBalances } from "@/server/domains/ledger";
import { cancelOrder, expireOrders, fulfilOrder, getOrderProgress } from "@/server/domains/orders";
import {
  checkOrderPayment,
  checkout,
  getPaymentDetail,
  listWaysToPay,
  pollPayment,
  preCheckout,
  processGatewayEvent,
  processRefund,
  receiveWebhook,
  recordTrustedEvent,
  replayGatewayEvent,
  requestRefund,
  resolveHeldPayment,
} from ".";

const { url } = await testDatabase();
const sql = connectRaw(url, { max: 4 });
const key = "k".repeat(32);
/** Webhooks are caught here and handed to the verb by the test: it decides when, how often, and in which order. */
const caught: { body: Buffer; headers: Headers }[] = [];
const sink = await startSink();
const gateway = await startDemoGateway({
  sql,
  key,
  webhookUrl: () => sink.url,
  publicBase: () => "http://localhost/pay",
  log: pino({ level: "silent" }),
});
provideEnv({
  DEMO_GATEWAY_URL: gateway.url,
  DEMO_GATEWAY_KEY: key,
  ENCRYPTION_KEY: "0".repeat(64),
  TELEGRAM_BOT_TOKEN: "1:test",
  TELEGRAM_API_ROOT: sink.url,
});
let now = new Date("2026-06-01T12:00:00Z");
const ctx = systemContext("test", { clock: () => now });
afterAll(async () => {
  await gateway.stop();
  sink.stop();
  await sql.end({ timeout: 1 });
});

const plan = await createPlan(ctx, {
  name: { en: "Plus", ru: "Плюс" },
  description: { en: "", ru: "" },
  trafficLimitBytes: 0n,
  trafficStrategy: "MONTH",
  deviceLimit: 3,
  internalSquads: ["f3564679-f6f3-411f-a9bd-bad0e7faef80"],
  externalSquad: null,
  audience: "all",
  durations: [
    {
      days: 30,
      prices: [
        { currency: "RUB", amount: 15_000n },
        { currency: "XTR", amount: 150n },
      ],
    },
  ],
});

let people = 1000;
async function buy(method: "demo" | "stars" = "demo", clientKey = "purchase-1") {
  people += 1;
  const { customer } = await upsertTelegramCustomer(ctx, {
    telegramId: BigInt(people),
    username: null,
    firstName: "Ann",
    lastName: "",
    languageCode: "en",
    startPayload: null,
  });
  const wish = {
    customerId: customer.id,
    kind: "new" as const,
    planId: plan.id,
    durationId: plan.durations[0]?.id ?? "",
    subscriptionId: null,
    source: "bot" as const,
    clientKey,
  };
  const { order, payment } = await checkout(ctx, { ...wish, gateway: method });
  if (!payment) throw new Error("no payment was opened");
  return { customer, order, payment, wish, telegramId: BigInt(people) };
}

/** Does something at the provider and returns the webhook it sent. */
async function at(payment: { externalId: string | null }, action: string) {
  const before = caught.length;
  await gateway.act(payment.externalId ?? "", action);
  await expect.poll(() => caught.length, { timeout: 5000 }).toBeGreaterThan(before);
  return caught[before] ?? { body: Buffer.from(""), headers: new Headers() };
}

/** Signed anew for the test's own clock. */
const signed = (body: Buffer) => {
  const t = Math.floor(now.getTime() / 1000);
  const v1 = hmacSha256Hex(key, Buffer.concat([Buffer.from(`${t}.`), body]));
  return new Headers({ "x-demo-signature": `t=${t},v1=${v1}` });
};

async function deliver({ body }: { body: Buffer }) {
  const { eventId } = await receiveWebhook(ctx, {
    gateway: "demo",
    rawBody: body,
    headers: signed(body),
    peer: null,
  });
  return eventId ? processGatewayEvent(ctx, { eventId }) : null;
}

const events = async (name: string, field: string, id: string): Promise<number> => {
  const rows = await sql<
    { data: Record<string, unknown> }[]
  >`select data from outbox where name = ${name}`;
  return rows.filter(({ data }) => data[field] === id).length;
};
const credit = (customerId: string, currency = "RUB") =>
  getBalance(ctx, { kind: "customer_credit", owner: customerId, currency });
const statusOf = async (orderId: string) => (await getOrderProgress(ctx, { orderId })).status;

describe("one payment", () => {
  it("is settled once by fifty webhooks, a poll and a customer's press together", async () => {
    const { order, payment } = await buy();
    const webhook = await at(payment, "pay");
    const ids = new Set<string>();
    await Promise.all([
      ...Array.from({ length: 50 }, async () => {
        const { eventId } = await receiveWebhook(ctx, {
          gateway: "demo",
          rawBody: webhook.body,
          headers: signed(webhook.body),
          peer: null,
        });
        if (eventId) ids.add(eventId);
      }),
      pollPayment(ctx, { paymentId: payment.id }),
      checkOrderPayment(ctx, { orderId: order.id }),
    ]);
    expect(ids.size).toBe(1);
    const [eventId = ""] = ids;
    await Promise.all(Array.from({ length: 10 }, () => processGatewayEvent(ctx, { eventId })));
    const granted = await Promise.all(
      Array.from({ length: 20 }, () => fulfilOrder(ctx, { orderId: order.id })),
    );
    expect(granted.filter(Boolean)).toHaveLength(1);
    expect(await events("orders/paid", "orderId", order.id)).toBe(1);
    const detail = await getPaymentDetail(ctx, { paymentId: payment.id });
    expect(detail.journals.map((journal) => journal.kind)).toEqual(["payment.settled"]);
    expect(await proveBalances(ctx)).toEqual([]);
  });

  it("is opened once however often the button is pressed at once", async () => {
    const { wish } = await buy();
    const all = await Promise.all(
      Array.from({ length: 20 }, () =>
        checkout(ctx, { ...wish, clientKey: "pressed-often", gateway: "demo" }),
      ),
    );
    expect(new Set(all.map(({ order }) => order.id)).size).toBe(1);
    expect(new Set(all.map(({ payment }) => payment?.id)).size).toBe(1);
  });

  it("charges what was previewed", async () => {
    const { wish, payment } = await buy();
    const ways = await listWaysToPay(ctx, wish);
    expect(ways.find((way) => way.gateway === "demo")?.total).toEqual(payment.money);
  });
});

describe("money that does not match", () => {
  it("holds one unit too little, alerts, and lets a person decide", async () => {
    const { order, payment, customer } = await buy();
    expect(await deliver(await at(payment, "pay-less"))).toMatchObject({
      outcome: "held:underpaid",
    });
    expect(await statusOf(order.id)).toBe("held");
    expect(await events("payments/held", "paymentId", payment.id)).toBe(1);
    now = new Date(now.getTime() + 7_200_000);
    await expireOrders(ctx);
    await resolveHeldPayment(ctx, {
      paymentId: payment.id,
      decision: "credit",
      reason: "asked for it",
    });
    expect(await credit(customer.id)).toBe(14_999n);
    await expect(
      resolveHeldPayment(ctx, { paymentId: payment.id, decision: "accept", reason: "again" }),
    ).rejects.toMatchObject({ code: "not_held" });
  });

  it("accepts held money as the price when a person says so", async () => {
    const { order, payment } = await buy();
    await deliver(await at(payment, "pay-less"));
    await resolveHeldPayment(ctx, { paymentId: payment.id, decision: "accept", reason: "a cent" });
    expect(await fulfilOrder(ctx, { orderId: order.id })).not.toBeNull();
  });

  it("holds another currency", async () => {
    const { payment } = await buy();
    expect(await deliver(await at(payment, "pay-other-currency"))).toMatchObject({
      outcome: "held:wrong_currency",
    });
  });

  it("fulfils an overpaid order and credits the surplus; refunding takes the credit back", async () => {
    const { order, payment, customer } = await buy();
    await deliver(await at(payment, "pay-more"));
    await fulfilOrder(ctx, { orderId: order.id });
    expect(await credit(customer.id)).toBe(100n);
    await deliver(await at(payment, "refund"));
    expect(await credit(customer.id)).toBe(0n);
    expect(await statusOf(order.id)).toBe("refunded");
    expect(await proveBalances(ctx)).toEqual([]);
  });

  it.each(["expired", "cancelled"])("revives an order that was %s", async (how) => {
    const { order, payment } = await buy();
    const webhook = await at(payment, "pay");
    if (how === "cancelled") await cancelOrder(ctx, { orderId: order.id });
    else {
      now = new Date(now.getTime() + 7_200_000);
      await expireOrders(ctx);
    }
    expect(await statusOf(order.id)).toBe(how);
    await deliver(webhook);
    expect(await fulfilOrder(ctx, { orderId: order.id })).not.toBeNull();
  });

  it("makes the second payment of one order the customer's credit", async () => {
    const { order, payment, customer } = await buy();
    const webhook = await at(payment, "pay");
    await recordStars(order.id, customer.id);
    await deliver(webhook);
    const total = (await credit(customer.id)) + (await credit(customer.id, "XTR"));
    expect(total).toBe(15_000n);
  });

  async function recordStars(orderId: string, customerId: string): Promise<void> {
    const id = `pay_other_${orderId.slice(-8)}`;
    await sql`insert into payments(id, order_id, customer_id, gateway, status, amount, currency, gateway_data, created_at, expires_at)
      values (${id}, ${orderId}, ${customerId}, 'stars', 'pending', 150, 'XTR', '{}', now(), now() + interval '1 hour')`;
    const { eventId } = await recordTrustedEvent(ctx, {
      gateway: "stars",
      body: starsBody(id, 150, `charge-${id}`),
    });
    await processGatewayEvent(ctx, { eventId: eventId ?? "" });
  }
});

const starsBody = (
  paymentId: string,
  amount: number,
  charge: string,
  kind = "successful_payment",
) => ({
  kind,
  telegramId: 1,
  payment: {
    currency: "XTR",
    total_amount: amount,
    invoice_payload: paymentId,
    telegram_payment_charge_id: charge,
  },
});

describe("webhooks", () => {
  it("refuses a forged, an old and a foreign one, and keeps nothing but the count", async () => {
    const { payment } = await buy();
    const { body } = await at(payment, "pay");
    const [before] = await sql`select count(*)::int as n from gateway_events`;
    const attempt = (gatewayId: string, rawBody: Buffer, headers: Headers) =>
      receiveWebhook(ctx, { gateway: gatewayId, rawBody, headers, peer: null });
    const forged = Buffer.from(body);
    forged[10] = (forged[10] ?? 0) ^ 1;
    await expect(attempt("demo", forged, signed(body))).rejects.toMatchObject({
      kind: "unauthenticated",
    });
    await expect(attempt("demo", body, new Headers())).rejects.toMatchObject({
      kind: "unauthenticated",
    });
    const old = signed(body);
    now = new Date(now.getTime() + 3_600_000);
    await expect(attempt("demo", body, old)).rejects.toMatchObject({ kind: "unauthenticated" });
    await expect(attempt("stars", body, signed(body))).rejects.toMatchObject({
      kind: "unauthenticated",
    });
    await expect(attempt("nobody", body, signed(body))).rejects.toMatchObject({
      kind: "not_found",
    });
    await expect(attempt("demo", Buffer.alloc(300_000), signed(body))).rejects.toMatchObject({
      kind: "too_large",
    });
    const [after] = await sql`select count(*)::int as n from gateway_events`;
    expect(after).toEqual(before);
    const [refused] =
      await sql`select sum(count)::int as n from refused_webhooks where source = 'demo'`;
    expect(refused?.n).toBe(3);
  });

  it("acknowledges a replay and does nothing", async () => {
    const { payment } = await buy();
    const webhook = await at(payment, "pay");
    expect(await deliver(webhook)).toMatchObject({ outcome: "settled" });
    expect(await deliver(webhook)).toBeNull();
  });

  it("keeps what is paid for an unknown order, alerts, and settles it when replayed later", async () => {
    const { payment } = await buy();
    const webhook = await at(payment, "pay");
    await sql`update payments set id = id || 'x', external_id = null where id = ${payment.id}`;
    const { eventId } = await receiveWebhook(ctx, {
      gateway: "demo",
      rawBody: webhook.body,
      headers: signed(webhook.body),
      peer: null,
    });
    for (let attempt = 1; attempt < 8; attempt += 1) {
      await expect(processGatewayEvent(ctx, { eventId: eventId ?? "" })).rejects.toThrow(
        "is known here",
      );
    }
    expect(await processGatewayEvent(ctx, { eventId: eventId ?? "" })).toMatchObject({
      status: "dead",
    });
    const [alert] =
      await sql`select 1 from alerts where kind = 'payment_unknown' and key = ${eventId}`;
    expect(alert).toBeDefined();
    await sql`update payments set id = ${payment.id} where id = ${`${payment.id}x`}`;
    await replayGatewayEvent(ctx, { eventId: eventId ?? "" });
    expect(await processGatewayEvent(ctx, { eventId: eventId ?? "" })).toMatchObject({
      outcome: "settled",
    });
  });
});

describe("refunds", () => {
  it("counts two equal partial refunds as two, each webhook of one once", async () => {
    const { order, payment } = await buy();
    await deliver(await at(payment, "pay"));
    await fulfilOrder(ctx, { orderId: order.id });
    const ask = () => requestRefund(ctx, { paymentId: payment.id, amount: 5_000n, reason: "half" });
    const [one, two] = [await ask(), await ask()];
    const before = caught.length;
    expect(await processRefund(ctx, one)).toBe("done");
    expect(await processRefund(ctx, two)).toBe("done");
    await expect.poll(() => caught.length).toBe(before + 2);
    for (const webhook of [...caught.slice(before), ...caught.slice(before)])
      await deliver(webhook);
    const detail = await getPaymentDetail(ctx, { paymentId: payment.id });
    expect(detail.refunded).toBe(10_000n);
    expect(detail.refunds.map((refund) => refund.status)).toEqual(["done", "done"]);
    expect(await statusOf(order.id)).not.toBe("refunded");
    await expect(
      requestRefund(ctx, { paymentId: payment.id, amount: 5_001n }),
    ).rejects.toMatchObject({
      code: "refund_too_large",
    });
  });

  it("ends what the order granted when all of it is back, and never refunds twice at once", async () => {
    const { order, payment, customer } = await buy();
    await deliver(await at(payment, "pay"));
    await fulfilOrder(ctx, { orderId: order.id });
    const asked = await Promise.allSettled(
      Array.from({ length: 5 }, () => requestRefund(ctx, { paymentId: payment.id })),
    );
    const accepted = asked.flatMap((result) =>
      result.status === "fulfilled" ? [result.value] : [],
    );
    expect(accepted).toHaveLength(1);
    await processRefund(ctx, accepted[0] ?? { refundId: "" });
    expect(await statusOf(order.id)).toBe("refunded");
    const [sub] =
      await sql`select enabled, cancelled_at from subscriptions where customer_id = ${customer.id}`;
    expect(sub?.cancelled_at).not.toBeNull();
    expect(await proveBalances(ctx)).toEqual([]);
  });

  it("ends in the same state when the refund is heard of before the payment", async () => {
    const { order, payment } = await buy();
    const paid = await at(payment, "pay");
    const refunded = await at(payment, "refund");
    await expect(deliver(refunded)).rejects.toThrow("not settled yet");
    await deliver(paid);
    const [event] =
      await sql`select id from gateway_events where status = 'failed' order by received_at desc limit 1`;
    await processGatewayEvent(ctx, { eventId: event?.id ?? "" });
    expect(await statusOf(order.id)).toBe("refunded");
    expect(await proveBalances(ctx)).toEqual([]);
  });
});

describe("a gateway on a bad day", () => {
  it("is asked again for a payment whose creation it never answered, and makes it once", async () => {
    gateway.setMood({ api: "created-but-no-answer" });
    const { payment } = await buy();
    gateway.setMood({ api: "ok" });
    expect(payment).toMatchObject({ status: "created", payUrl: null });
    await pollPayment(ctx, { paymentId: payment.id });
    const detail = await getPaymentDetail(ctx, { paymentId: payment.id });
    expect(detail).toMatchObject({
      status: "pending",
      payUrl: expect.stringContaining("/pay/dpay_"),
    });
  });

  it("keeps an order open while it cannot be asked", async () => {
    const { order, payment } = await buy();
    gateway.setMood({ api: "errors" });
    await pollPayment(ctx, { paymentId: payment.id });
    now = new Date(now.getTime() + 7_200_000);
    await expireOrders(ctx);
    expect(await statusOf(order.id)).toBe("checking");
    gateway.setMood({ api: "ok" });
    await pollPayment(ctx, { paymentId: payment.id });
    await expireOrders(ctx);
    expect(await statusOf(order.id)).toBe("expired");
  });

  it("tells by a poll what its webhook never told", async () => {
    const { order, payment } = await buy();
    await at(payment, "pay");
    await pollPayment(ctx, { paymentId: payment.id });
    expect(await statusOf(order.id)).toBe("preparing");
  });
});

describe("Stars", () => {
  it("asks before paying: right person, right price, still open", async () => {
    const { payment, telegramId, order } = await buy("stars");
    const question = { payload: payment.id, currency: "XTR", amount: 150n, telegramId };
    expect(await preCheckout(ctx, question)).toEqual({ ok: true });
    for (const [change, reason] of [
      [{ payload: "pay_none" }, "unknown_payment"],
      [{ telegramId: 1n }, "wrong_person"],
      [{ amount: 149n }, "wrong_amount"],
      [{ currency: "RUB" }, "wrong_amount"],
    ] as const) {
      expect(await preCheckout(ctx, { ...question, ...change })).toEqual({ ok: false, reason });
    }
    await cancelOrder(ctx, { orderId: order.id });
    expect(await preCheckout(ctx, question)).toEqual({ ok: false, reason: "order_closed" });
  });

  it("holds 149 for 150, and credits an invoice that is paid twice", async () => {
    const take = async (paymentId: string, amount: number, charge: string) => {
      const { eventId } = await recordTrustedEvent(ctx, {
        gateway: "stars",
        body: starsBody(paymentId, amount, charge),
      });
      return processGatewayEvent(ctx, { eventId: eventId ?? "" });
    };
    const short = await buy("stars");
    expect(await take(short.payment.id, 149, "c1")).toMatchObject({ outcome: "held:underpaid" });
    const twice = await buy("stars");
    expect(await take(twice.payment.id, 150, "c2")).toMatchObject({ outcome: "settled" });
    expect(await take(twice.payment.id, 150, "c3")).toMatchObject({ outcome: "credited" });
    expect(await credit(twice.customer.id, "XTR")).toBe(150n);
  });
});

async function startSink() {
  const { createServer } = await import("node:http");
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      // As the Bot API: the only call made here asks for an invoice link.
      if (request.url?.startsWith("/bot")) {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ ok: true, result: "https://t.me/$slug" }));
        return;
      }
      caught.push({
        body: Buffer.concat(chunks),
        headers: new Headers(request.headers as Record<string, string>),
      });
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}
