import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientAddress } from "@/server/core/client-address";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { money } from "@/server/rules/money";
import { judge } from "@/server/rules/settlement";
import { startYookassa, type YookassaDouble } from "@/server/testing/gateways/yookassa";
import type { CreateInput, GatewayPayment } from "../contract";
import { yookassaGateway as gateway } from ".";
import { remotePayment } from "./api";
import { eventsOf } from "./events";
import fixture from "./fixtures/payment-succeeded.json";
import { isYookassaAddress } from "./senders";
import { yookassaSettings } from "./settings";

const ctx = {} as Ctx;
let double: YookassaDouble;
beforeEach(async () => {
  double = await startYookassa();
});
afterEach(() => double.stop());

const settings = (more: Record<string, unknown> = {}) =>
  yookassaSettings.schema.parse({ ...double.settings, ...more });
const payment = (values: Partial<GatewayPayment> = {}): GatewayPayment => ({
  id: newId("payment"),
  externalId: null,
  money: money(15000n, "RUB"),
  data: {},
  createdAt: new Date(),
  expiresAt: new Date(Date.now() + 3_600_000),
  ...values,
});
const input = (values: Partial<GatewayPayment> = {}, more: Partial<CreateInput> = {}) => ({
  payment: payment(values),
  order: { number: 7, title: "Месяц", description: "Месяц" },
  customer: { telegramId: 1n, locale: "ru" as const },
  returnUrl: "https://shop.example/miniapp/purchase/ord_1",
  ...more,
});

/** Made and answered: the payment as it is stored then. */
async function made(values: Partial<GatewayPayment> = {}, more: Partial<CreateInput> = {}) {
  const asked = input(values, more);
  const outcome = await gateway.create(ctx, settings(), asked);
  if (outcome.kind !== "created" || !outcome.externalId) throw new Error(outcome.kind);
  return { ...asked.payment, externalId: outcome.externalId, data: outcome.data ?? {} };
}

async function translated(body: unknown) {
  return gateway.translate(ctx, settings(), Buffer.from(JSON.stringify(body)));
}
async function nextEvent() {
  const [webhook] = double.takeWebhooks();
  if (!webhook) throw new Error("No webhook was sent");
  return gateway.translate(ctx, settings(), webhook.rawBody);
}

describe("verify", () => {
  it.each([
    "185.71.76.0",
    "185.71.76.31",
    "185.71.77.1",
    "77.75.153.127",
    "77.75.154.128",
    "77.75.154.255",
    "77.75.156.11",
    "77.75.156.35",
    "2a02:5180::1",
    "2A02:5180:0:1509::17",
    "::ffff:185.71.76.1",
  ])("knows %s as YooKassa's", (address) => {
    expect(isYookassaAddress(address)).toBe(true);
  });

  it.each([
    null,
    "",
    "185.71.76.32",
    "185.71.75.255",
    "77.75.153.128",
    "77.75.154.127",
    "77.75.156.12",
    "2a02:5181::1",
    "2a02:517f:ffff::1",
    "2a02:5180::1%eth0",
    "127.0.0.1",
    "185.71.76.1, 6.6.6.6",
    "not-an-address",
  ])("does not know %j", (address) => {
    expect(isYookassaAddress(address)).toBe(false);
  });

  const verify = (peer: string, forwarded: string | null) =>
    gateway.verify(settings(), {
      rawBody: Buffer.from("{}"),
      headers: new Headers(forwarded ? { "x-forwarded-for": forwarded } : {}),
      address: clientAddress(peer, forwarded),
      now: new Date(),
    });

  it("believes a forwarded address from the operator's own proxy only", () => {
    expect(verify("185.71.76.10", null)).toBe(true);
    expect(verify("10.0.0.2", "185.71.76.10")).toBe(true);
    expect(verify("203.0.113.5", "185.71.76.10")).toBe(false);
    // What a stranger wrote himself stands to the left of what the proxy saw.
    expect(verify("10.0.0.2", "185.71.76.10, 203.0.113.5")).toBe(false);
  });

  it("takes nothing before the shop is set up", () => {
    const request = {
      rawBody: Buffer.from("{}"),
      headers: new Headers(),
      address: "185.71.76.10",
      now: new Date(),
    };
    expect(gateway.verify(settings({ secretKey: "" }), request)).toBe(false);
    expect(gateway.verify(settings({ shopId: "" }), request)).toBe(false);
  });
});

describe("translate", () => {
  it("reads a payment as YooKassa writes it", () => {
    expect(eventsOf(remotePayment.parse(fixture))).toEqual([
      {
        kind: "paid",
        externalId: "22e12f66-000f-5000-8000-18db351245c7",
        paymentId: "pay_01jd0000000000000000000001",
        received: { decimal: "150.00", currency: "RUB" },
        savedMethod: { token: "22e12f66-000f-5000-8000-18db351245c7", label: "Bank card *4477" },
      },
    ]);
  });

  it("takes what the API says, and nothing else that the notification says", async () => {
    const { id, externalId } = await made();
    const claim = { event: "payment.succeeded", object: { id: externalId, status: "succeeded" } };
    expect(await translated(claim)).toMatchObject({ kind: "ignored" });

    await double.pay(externalId, { decimal: "149.99", currency: "RUB" });
    const lie = { ...claim, object: { ...claim.object, amount: { value: "150.00" } } };
    expect(await translated(lie)).toEqual({
      kind: "paid",
      externalId,
      paymentId: id,
      received: { decimal: "149.99", currency: "RUB" },
    });
  });

  it.each([
    ["150.00", "settle"],
    ["150", "settle"],
    ["149.99", "hold"],
    ["149.995", "hold"],
  ])("hands %s on as it was written: %s", async (decimal, verdict) => {
    const { externalId, money: asked } = await made();
    await double.pay(externalId, { decimal, currency: "RUB" });
    const event = await nextEvent();
    if (event.kind !== "paid") throw new Error(event.kind);
    expect(event.received.decimal).toBe(decimal);
    expect(judge(asked, event.received).kind).toBe(verdict);
  });

  it("keeps other currencies as they came", async () => {
    const { externalId, money: asked } = await made();
    await double.pay(externalId, { decimal: "150.00", currency: "USD" });
    const event = await nextEvent();
    expect(event.kind === "paid" && judge(asked, event.received)).toMatchObject({
      reason: "wrong_currency",
    });
  });

  it("knows its payments whatever the letters of their ids", async () => {
    const { id, externalId } = await made({ id: newId("payment") });
    double.setIdCase?.("upper");
    await double.pay(externalId);
    expect(await nextEvent()).toMatchObject({ kind: "paid", externalId, paymentId: id });
    const told = await gateway.poll(ctx, settings(), payment({ id, externalId }));
    expect(told).toMatchObject({ kind: "events", events: [{ externalId }] });
  });

  it("leaves alone what this application has not made", async () => {
    const ours = newId("payment");
    const foreign = [
      double.makeForeign(),
      double.makeForeign({ metadata: { order: "17", payment_id: "17" } }),
      double.makeForeign({ metadata: { payment_id: ours }, accountId: "999999" }),
    ];
    for (const id of foreign) {
      await double.pay(id);
      expect(await nextEvent()).toMatchObject({ kind: "ignored" });
      await double.refund(id, "1.00");
      expect(await nextEvent()).toMatchObject({ kind: "ignored" });
    }
    const unheard = { event: "payment.succeeded", object: { id: "00000000-0000-0000" } };
    expect(await translated(unheard)).toMatchObject({ kind: "ignored" });
    expect(await translated({ event: "deal.closed", object: { id: "1" } })).toMatchObject({
      kind: "ignored",
    });
  });

  it("waits when the API cannot be asked, and says no secret", async () => {
    const { externalId } = await made();
    await double.pay(externalId);
    const [webhook] = double.takeWebhooks();
    const body = webhook?.rawBody ?? Buffer.from("");
    double.setMood("500");
    await expect(gateway.translate(ctx, settings(), body)).rejects.toThrow(/HTTP 503/);
    double.setMood("ok");
    const wrong = settings({ secretKey: "live_wrong-secret" });
    const failure = await gateway.translate(ctx, wrong, body).catch(String);
    expect(failure).toMatch(/not accepted/);
    expect(failure).not.toMatch(/wrong-secret/);
    expect(await gateway.translate(ctx, settings(), body)).toMatchObject({ kind: "paid" });
  });

  it("tells two equal refunds apart, and whose each is", async () => {
    const paid = await made();
    await double.pay(paid.externalId);
    double.takeWebhooks();
    const refundId = newId("refund");
    const outcome = await gateway.refund?.run(ctx, settings(), {
      payment: paid,
      refundId,
      money: money(5000n, "RUB"),
    });
    const ours = await nextEvent();
    await double.refund(paid.externalId, "50.00");
    const byHand = await nextEvent();
    const common = {
      kind: "refunded",
      externalId: paid.externalId,
      paymentId: paid.id,
      received: { decimal: "50.00", currency: "RUB" },
    };
    expect(ours).toMatchObject({ ...common, refundId });
    expect(outcome).toEqual({
      kind: "done",
      externalId: ours.kind === "refunded" && ours.refundExternalId,
    });
    expect(byHand).toMatchObject({ ...common, refundId: undefined });
    expect(byHand).not.toMatchObject({
      refundExternalId: ours.kind === "refunded" && ours.refundExternalId,
    });
    const told = await gateway.poll(ctx, settings(), paid);
    expect(told).toMatchObject({ kind: "events", events: [{ kind: "paid" }, ours, byHand] });
  });
});

describe("create and poll", () => {
  it("makes one payment however often it is asked, and finds one whose answer was lost", async () => {
    double.makeForeign();
    const asked = input();
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
    expect(double.created()).toBe(2);
    expect(await gateway.poll(ctx, settings(), payment())).toEqual({ kind: "absent" });
  });

  it("does not take a key used with other words for a refusal", async () => {
    const asked = input();
    await gateway.create(ctx, settings(), asked);
    const renamed = { ...asked, order: { ...asked.order, title: "Month" } };
    expect(await gateway.create(ctx, settings(), renamed)).toMatchObject({ kind: "unknown" });
  });

  it("calls a failing server no answer, and a refusal a refusal", async () => {
    const { id, externalId } = await made();
    double.setMood("500");
    expect(await gateway.create(ctx, settings(), input())).toMatchObject({ kind: "unknown" });
    expect(await gateway.poll(ctx, settings(), payment({ id, externalId }))).toMatchObject({
      kind: "unreachable",
    });
    expect(await gateway.poll(ctx, settings(), payment())).toMatchObject({ kind: "unreachable" });
    double.setMood("refuse");
    expect(await gateway.create(ctx, settings(), input())).toMatchObject({ kind: "refused" });
  });

  it("hears of a payment that ended unpaid", async () => {
    const { id, externalId } = await made();
    await double.fail(externalId);
    const failed = { kind: "failed", externalId, paymentId: id, reason: "expired_on_confirmation" };
    expect(await nextEvent()).toEqual(failed);
    expect(await gateway.poll(ctx, settings(), payment({ id, externalId }))).toEqual({
      kind: "events",
      events: [failed],
    });
  });

  it("sends a receipt where the shop needs one", async () => {
    const fiscal = settings({ receipt: true, receiptEmail: "shop@example.com", vatCode: 7 });
    await gateway.create(ctx, fiscal, input());
    expect(double.bodies().at(-1)).toMatchObject({
      amount: { value: "150.00", currency: "RUB" },
      receipt: {
        customer: { email: "shop@example.com" },
        items: [{ description: "Месяц", quantity: "1.00", vat_code: 7 }],
      },
    });
    await gateway.create(ctx, settings(), input());
    expect(double.bodies().at(-1)).not.toHaveProperty("receipt");
    expect(await gateway.isReady(ctx, fiscal)).toBe(true);
    expect(await gateway.isReady(ctx, settings({ receipt: true }))).toBe(false);
  });
});

describe("refund", () => {
  it("is made once though its key has been forgotten", async () => {
    const paid = await made();
    await double.pay(paid.externalId);
    const wanted = { payment: paid, refundId: newId("refund"), money: money(15000n, "RUB") };
    double.setMood("timeout-after-create");
    expect(await gateway.refund?.run(ctx, settings(), wanted)).toMatchObject({ kind: "unknown" });
    double.setMood("ok");
    double.forgetKeys();
    expect(await gateway.refund?.run(ctx, settings(), wanted)).toMatchObject({ kind: "done" });
    const more = { ...wanted, refundId: newId("refund"), money: money(1n, "RUB") };
    expect(await gateway.refund?.run(ctx, settings(), more)).toMatchObject({ kind: "refused" });
  });
});

describe("charge", () => {
  async function kept(): Promise<string> {
    const paid = await made({}, { saveMethod: true });
    await double.pay(paid.externalId);
    const event = await nextEvent();
    if (event.kind !== "paid" || !event.savedMethod) throw new Error("Nothing was kept");
    expect(event.savedMethod.label).toBe("Bank card *4477");
    return event.savedMethod.token;
  }

  it("keeps a way to pay only when the customer agreed", async () => {
    const paid = await made();
    await double.pay(paid.externalId);
    expect(await nextEvent()).not.toHaveProperty("savedMethod");
  });

  it("takes the money once, without the customer", async () => {
    const asked = { ...input(), token: await kept() };
    const before = double.created();
    double.setMood("timeout-after-create");
    expect(await gateway.charge?.(ctx, settings(), asked)).toMatchObject({ kind: "unknown" });
    double.setMood("ok");
    expect(await gateway.charge?.(ctx, settings(), asked)).toMatchObject({
      kind: "events",
      events: [{ kind: "paid", paymentId: asked.payment.id }],
    });
    expect(double.created()).toBe(before + 1);
    expect(await gateway.poll(ctx, settings(), asked.payment)).toMatchObject({
      kind: "events",
      events: [{ kind: "paid", paymentId: asked.payment.id }],
    });
  });

  it("says why it was declined", async () => {
    const token = await kept();
    double.declineCharges();
    expect(await gateway.charge?.(ctx, settings(), { ...input(), token })).toEqual({
      kind: "declined",
      reason: "insufficient_funds",
    });
  });
});

describe("test", () => {
  it("says in one line whether YooKassa answers", async () => {
    expect(await gateway.test(ctx, settings())).toEqual({
      ok: true,
      message: "YooKassa answers: shop 506751 (test)",
    });
    const wrong = await gateway.test(ctx, settings({ secretKey: "live_wrong-secret" }));
    expect(wrong).toMatchObject({ ok: false, message: expect.stringContaining("not accepted") });
    double.setMood("500");
    expect(await gateway.test(ctx, settings())).toEqual({ ok: false, message: "HTTP 503" });
  });
});
