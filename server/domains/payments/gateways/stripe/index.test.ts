import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/server/core/context";
import { hmacSha256Hex } from "@/server/core/crypto";
import { newId } from "@/server/core/ids";
import { type Currency, money } from "@/server/rules/money";
import { judge } from "@/server/rules/settlement";
import type { SentWebhook } from "@/server/testing/gateways/contract";
import { type StripeDouble, startStripe } from "@/server/testing/gateways/stripe";
import type { CreateInput, GatewayEvent, GatewayPayment } from "../contract";
import { stripeGateway as gateway } from ".";
import completed from "./fixtures/checkout-session-completed.json";
import vector from "./fixtures/signature.json";
import { stripeSettings } from "./settings";

const ctx = {} as Ctx;
let double: StripeDouble;
beforeEach(async () => {
  double = await startStripe();
});
afterEach(() => double.stop());

const settings = (more: Record<string, unknown> = {}) =>
  stripeSettings.schema.parse({ ...double.settings, ...more });
const payment = (values: Partial<GatewayPayment> = {}): GatewayPayment => ({
  id: newId("payment"),
  externalId: null,
  money: money(1099n, "USD"),
  data: {},
  createdAt: new Date(),
  expiresAt: new Date(Date.now() + 3_600_000),
  ...values,
});
const input = (values: Partial<GatewayPayment> = {}, more: Partial<CreateInput> = {}) => ({
  payment: payment(values),
  order: { number: 7, title: "Month", description: "Month" },
  customer: { telegramId: 1n, locale: "en" as const },
  returnUrl: "https://shop.example/miniapp/purchase/ord_1",
  ...more,
});

async function made(values: Partial<GatewayPayment> = {}, more: Partial<CreateInput> = {}) {
  const asked = input(values, more);
  const outcome = await gateway.create(ctx, settings(), asked);
  if (outcome.kind !== "created" || !outcome.externalId) throw new Error(outcome.kind);
  return { ...asked.payment, externalId: outcome.externalId };
}

const translated = (body: unknown) =>
  gateway.translate(ctx, settings(), Buffer.from(JSON.stringify(body)));

/** What all webhooks sent since the last time say, without what they say to nobody. */
async function events(): Promise<GatewayEvent[]> {
  const told: GatewayEvent[] = [];
  for (const { rawBody } of double.takeWebhooks()) {
    const event = await gateway.translate(ctx, settings(), rawBody);
    if (event.kind !== "ignored") told.push(event);
  }
  return told;
}

/** Made, paid and stored: with what its paid event adds. */
async function paid(values: Partial<GatewayPayment> = {}, more: Partial<CreateInput> = {}) {
  const asked = await made(values, more);
  await double.pay(asked.externalId);
  const [event] = await events();
  if (event?.kind !== "paid") throw new Error("It was not paid");
  return { payment: { ...asked, data: event.data ?? {} }, event };
}

describe("verify", () => {
  const at = (seconds: number) => new Date((vector.t + seconds) * 1000);
  const request = (header: string, body = vector.body, now = at(0)) => ({
    rawBody: Buffer.from(body),
    headers: new Headers({ "stripe-signature": header }),
    address: null,
    now,
  });
  const verify = (sent: ReturnType<typeof request>, secret = vector.secret) =>
    gateway.verify(settings({ webhookSecret: secret }), sent);
  const good = `t=${vector.t},v1=${vector.v1}`;
  const other = "0".repeat(64);

  it.each([
    good,
    `t=${vector.t},v1=${other},v1=${vector.v1},v0=${other}`,
    `v1=${vector.v1}, t=${vector.t}`,
  ])("accepts %s", (header) => {
    expect(verify(request(header))).toBe(true);
  });

  it.each([
    "",
    `t=${vector.t}`,
    `v1=${vector.v1}`,
    `t=${vector.t},v1=${other}`,
    `t=${vector.t},v0=${vector.v1}`,
    `t=${vector.t},v1=`,
    `t=${vector.t + 1},v1=${vector.v1}`,
    `t=${vector.t},t=${vector.t + 1},v1=${vector.v1}`,
    `t=NaN,v1=${vector.v1}`,
  ])("refuses %j", (header) => {
    expect(verify(request(header))).toBe(false);
  });

  it("signs the bytes, not what they mean", () => {
    expect(verify(request(good, '{"id": "evt_1"}'))).toBe(false);
    expect(verify(request(good, '{"id":"evt_2"}'))).toBe(false);
  });

  it("refuses another secret, and everything while there is none", () => {
    expect(verify(request(good), "whsec_other")).toBe(false);
    const empty = hmacSha256Hex("", `${vector.t}.${vector.body}`);
    expect(verify(request(`t=${vector.t},v1=${empty}`), "")).toBe(false);
  });

  it.each([
    [-301, false],
    [-300, true],
    [300, true],
    [301, false],
  ])("a clock %i seconds apart: %s", (seconds, accepted) => {
    expect(verify(request(good, vector.body, at(seconds)))).toBe(accepted);
  });

  it("accepts what the double sends, today", async () => {
    await double.pay((await made()).externalId);
    const sent: SentWebhook[] = double.takeWebhooks();
    expect(sent.map((one) => gateway.verify(settings(), { ...one, now: new Date() }))).toEqual([
      true,
      true,
    ]);
  });
});

describe("amounts", () => {
  it.each<[bigint, Currency, string, number]>([
    [1099n, "USD", "10.99", 1099],
    [500n, "JPY", "500", 500],
    [30_000n, "KZT", "300.00", 30_000],
  ])("%s of %s is %s, in Stripe's units %i", async (amount, currency, decimal, units) => {
    const asked = await made({ money: money(amount, currency) });
    expect(double.store.get("checkout/sessions", asked.externalId, false)).toMatchObject({
      amount_total: units,
      currency: currency.toLowerCase(),
    });
    await double.pay(asked.externalId);
    const [event, ...more] = await events();
    expect(event).toMatchObject({
      kind: "paid",
      externalId: asked.externalId,
      paymentId: asked.id,
      received: { decimal, currency },
    });
    expect(more).toEqual([]);
  });

  it.each([
    ["10.98", "USD", "underpaid"],
    ["10.99", "EUR", "wrong_currency"],
    ["10.99", "GBP", "wrong_currency"],
  ])("%s %s is held: %s", async (decimal, currency, reason) => {
    const asked = await made();
    await double.pay(asked.externalId, {
      decimal: currency === "GBP" ? "1099" : decimal,
      currency,
    });
    const [event] = await events();
    if (event?.kind !== "paid") throw new Error("It was not paid");
    expect(judge(asked.money, event.received)).toMatchObject({ kind: "hold", reason });
  });
});

describe("translate", () => {
  it("reads an event as Stripe writes it, of whatever version", async () => {
    expect(await translated(completed)).toEqual({
      kind: "paid",
      externalId: "cs_test_a1B2c3D4e5F6g7H8",
      paymentId: "pay_01jd0000000000000000000001",
      received: { decimal: "10.99", currency: "USD" },
      data: { paymentIntent: "pi_3RAbCdEfGhIjKlMn0" },
    });
  });

  it("waits for money that is on its way", async () => {
    const { externalId, id } = await made();
    const session = double.store.get("checkout/sessions", externalId, false) as object;
    const complete = { ...session, status: "complete", payment_intent: "pi_1" };
    const told = (type: string, object: object) => translated({ type, data: { object } });
    expect(await told("checkout.session.completed", complete)).toMatchObject({ kind: "ignored" });
    expect(await told("checkout.session.async_payment_failed", complete)).toEqual({
      kind: "failed",
      externalId,
      paymentId: id,
      reason: "the payment did not come",
    });
    expect(
      await told("checkout.session.async_payment_succeeded", {
        ...complete,
        payment_status: "paid",
      }),
    ).toMatchObject({ kind: "paid", externalId, paymentId: id });
  });

  it("hears of a session that nobody paid", async () => {
    const asked = await made();
    await double.fail(asked.externalId);
    const failed = {
      kind: "failed",
      externalId: asked.externalId,
      paymentId: asked.id,
      reason: "expired",
    };
    expect(await events()).toEqual([failed]);
    expect(await gateway.poll(ctx, settings(), asked)).toEqual({
      kind: "events",
      events: [failed],
    });
  });

  it("leaves alone what this application has not made", async () => {
    const session = {
      id: "cs_test_1",
      status: "complete",
      payment_status: "paid",
      amount_total: 1099,
      currency: "usd",
      client_reference_id: newId("payment"),
      metadata: { payment_id: "17" },
      payment_intent: "pi_unheard_of",
    };
    const intent = double.store.addIntent({ amount: 1099, metadata: { order: "17" } });
    const ours = { ...session, metadata: { payment_id: newId("payment") } };
    double.send("checkout.session.completed", session);
    double.send("checkout.session.completed", ours, { account: "acct_other" });
    double.send("payment_intent.succeeded", intent);
    double.send("payment_intent.succeeded", { ...intent, metadata: ours.metadata });
    double.send("refund.created", {
      id: "re_1",
      status: "succeeded",
      amount: 5,
      currency: "usd",
      created: 1,
      payment_intent: "pi_unheard_of",
      metadata: ours.metadata,
    });
    await double.refund(intent.id, "1.00");
    double.send("customer.created", { id: "cus_1" });
    const told = await Promise.all(
      double.takeWebhooks().map(({ rawBody }) => gateway.translate(ctx, settings(), rawBody)),
    );
    expect(told.map(({ kind }) => kind)).toEqual(Array(8).fill("ignored"));
  });

  it("knows our id whatever letters it is written in", async () => {
    const { id, externalId } = await made();
    const session = {
      id: externalId,
      status: "complete",
      payment_status: "paid",
      amount_total: 1099,
      currency: "USD",
      metadata: { payment_id: id.toUpperCase() },
    };
    expect(
      await translated({ type: "checkout.session.completed", data: { object: session } }),
    ).toMatchObject({ kind: "paid", paymentId: id, received: { currency: "USD" } });
  });

  it("tells two equal refunds apart, by either of their events", async () => {
    const { payment: asked } = await paid();
    const refundId = newId("refund");
    const wanted = { payment: asked, refundId, money: money(300n, "USD") };
    const outcome = await gateway.refund?.run(ctx, settings(), wanted);
    await double.refund(asked.externalId, "3.00");
    const told = await events();
    const first = {
      kind: "refunded",
      externalId: asked.externalId,
      paymentId: asked.id,
      refundExternalId: outcome?.kind === "done" && outcome.externalId,
      refundId,
      received: { decimal: "3.00", currency: "USD" },
    };
    expect(told).toEqual([first, first, expect.anything(), expect.anything()]);
    expect(told[2]).toEqual(told[3]);
    expect(told[2]).toMatchObject({ kind: "refunded", received: first.received });
    expect(told[2]).not.toMatchObject({ refundExternalId: first.refundExternalId });
    const polled = await gateway.poll(ctx, settings(), asked);
    expect(polled).toMatchObject({ kind: "events", events: [{ kind: "paid" }, {}, {}] });
  });

  it("waits for a refund that Stripe cannot be asked about, and for one on its way", async () => {
    const { payment: asked } = await paid();
    await double.refund(asked.externalId, "3.00");
    const [created] = double.takeWebhooks();
    const body = created?.rawBody ?? Buffer.from("");
    double.setMood("500");
    await expect(gateway.translate(ctx, settings(), body)).rejects.toThrow(/could not be asked/);
    double.setMood("ok");
    const pending = Buffer.from(body.toString().replace('"succeeded"', '"pending"'));
    expect(await gateway.translate(ctx, settings(), pending)).toMatchObject({ kind: "ignored" });
  });
});

describe("create and poll", () => {
  it("makes one session however often it is asked, and finds one whose answer was lost", async () => {
    await made();
    const asked = input();
    await made();
    double.setMood("timeout-after-create");
    expect(await gateway.create(ctx, settings(), asked)).toMatchObject({ kind: "unknown" });
    double.setMood("ok");
    const found = await gateway.poll(ctx, settings(), asked.payment);
    const again = await gateway.create(ctx, settings(), asked);
    expect(again).toMatchObject({ kind: "created" });
    expect(found).toEqual({
      kind: "open",
      externalId: again.kind === "created" && again.externalId,
      payUrl: again.kind === "created" && again.payUrl,
    });
    expect(double.created()).toBe(3);
    expect(await gateway.poll(ctx, settings(), payment())).toEqual({ kind: "absent" });
  });

  it("does not take a key used with other words for a refusal", async () => {
    const asked = input();
    await gateway.create(ctx, settings(), asked);
    const renamed = { ...asked, order: { ...asked.order, title: "Месяц" } };
    expect(await gateway.create(ctx, settings(), renamed)).toMatchObject({ kind: "unknown" });
  });

  it("calls a failing server no answer, and a refusal a refusal", async () => {
    const asked = await made();
    double.setMood("500");
    expect(await gateway.create(ctx, settings(), input())).toMatchObject({ kind: "unknown" });
    expect(await gateway.poll(ctx, settings(), asked)).toMatchObject({ kind: "unreachable" });
    expect(await gateway.poll(ctx, settings(), payment())).toMatchObject({ kind: "unreachable" });
    double.setMood("refuse");
    expect(await gateway.create(ctx, settings(), input())).toMatchObject({ kind: "refused" });
  });
});

describe("refund", () => {
  it("is made once though its key has been forgotten, and never for more than was paid", async () => {
    const { payment: asked } = await paid();
    const wanted = { payment: asked, refundId: newId("refund"), money: money(1099n, "USD") };
    double.setMood("timeout-after-create");
    expect(await gateway.refund?.run(ctx, settings(), wanted)).toMatchObject({ kind: "unknown" });
    double.setMood("ok");
    double.forgetKeys();
    expect(await gateway.refund?.run(ctx, settings(), wanted)).toMatchObject({ kind: "done" });
    const more = { ...wanted, refundId: newId("refund"), money: money(1n, "USD") };
    expect(await gateway.refund?.run(ctx, settings(), more)).toMatchObject({ kind: "refused" });
  });

  it("finds the charge of a payment whose data was never stored", async () => {
    const { payment: asked } = await paid();
    const wanted = { refundId: newId("refund"), money: money(100n, "USD") };
    const bare = { ...asked, data: {} };
    expect(await gateway.refund?.run(ctx, settings(), { ...wanted, payment: bare })).toMatchObject({
      kind: "done",
    });
  });
});

describe("charge", () => {
  async function kept(): Promise<string> {
    const { event } = await paid({}, { saveMethod: true });
    if (!event.savedMethod) throw new Error("Nothing was kept");
    expect(event.savedMethod.label).toBe("Visa •• 4242");
    return event.savedMethod.token;
  }

  it("keeps a card only when the customer agreed", async () => {
    expect((await paid()).event.savedMethod).toBeUndefined();
  });

  it("never lets paid money wait for the card's name", async () => {
    const asked = await made({}, { saveMethod: true });
    await double.pay(asked.externalId);
    const webhook = double.takeWebhooks().at(-1);
    double.setMood("500");
    const event = await gateway.translate(ctx, settings(), webhook?.rawBody ?? Buffer.from(""));
    expect(event).toMatchObject({ kind: "paid", savedMethod: { label: "Stripe" } });
  });

  it("takes the money once, without the customer", async () => {
    const asked = { ...input(), token: await kept() };
    const before = double.created();
    double.setMood("timeout-after-create");
    expect(await gateway.charge?.(ctx, settings(), asked)).toMatchObject({ kind: "unknown" });
    double.setMood("ok");
    const again = await gateway.charge?.(ctx, settings(), asked);
    const event = { kind: "paid", paymentId: asked.payment.id };
    expect(again).toMatchObject({ kind: "events", events: [event] });
    expect(double.created()).toBe(before + 1);
    expect(await gateway.poll(ctx, settings(), asked.payment)).toEqual({
      kind: "events",
      events: again?.kind === "events" && again.events,
    });
    expect(await events()).toEqual(again?.kind === "events" && again.events);
    const charged = payment({
      id: asked.payment.id,
      externalId: again?.kind === "events" ? again.externalId : null,
    });
    await double.refund(charged.externalId ?? "", "1.00");
    expect(await events()).toMatchObject([
      { kind: "refunded", externalId: charged.externalId, paymentId: charged.id },
      { kind: "refunded", externalId: charged.externalId, paymentId: charged.id },
    ]);
  });

  it("says why it was declined, once more by webhook", async () => {
    const asked = { ...input(), token: await kept() };
    double.declineCharges();
    expect(await gateway.charge?.(ctx, settings(), asked)).toMatchObject({
      kind: "declined",
      reason: expect.stringContaining("insufficient_funds"),
    });
    expect(await events()).toMatchObject([
      { kind: "failed", paymentId: asked.payment.id, reason: "insufficient_funds" },
    ]);
    expect(await gateway.charge?.(ctx, settings(), { ...input(), token: "pi_gone" })).toMatchObject(
      {
        kind: "declined",
      },
    );
  });
});

describe("test", () => {
  it("says in one line whether Stripe answers, and no secret", async () => {
    expect(await gateway.test(ctx, settings())).toEqual({
      ok: true,
      message: "Stripe answers (test mode)",
    });
    expect(await gateway.test(ctx, settings({ webhookSecret: "" }))).toMatchObject({ ok: false });
    const wrong = await gateway.test(ctx, settings({ secretKey: "sk_live_wrongsecret" }));
    expect(wrong).toMatchObject({ ok: false, message: expect.stringContaining("not accepted") });
    expect(JSON.stringify(wrong)).not.toContain("wrongsecret");
    double.setMood("500");
    expect(await gateway.test(ctx, settings())).toMatchObject({
      ok: false,
      message: expect.stringContaining("HTTP 503"),
    });
  });

  it("takes no key that a header cannot carry", () => {
    expect(stripeSettings.schema.safeParse({ secretKey: "sk_live_ключ" }).success).toBe(false);
  });
});
