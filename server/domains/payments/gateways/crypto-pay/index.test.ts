import { afterAll, describe, expect, it } from "vitest";
import type { Ctx } from "@/server/core/context";
import { startCryptoPay } from "@/server/testing/gateways/crypto-pay";
import type { CreateInput } from "../contract";
import { cryptoPayGateway as gateway } from ".";
import webhook from "./fixtures/webhook.json" with { type: "json" };

const double = await startCryptoPay();
afterAll(() => double.stop());
const settings = gateway.settings.schema.parse(double.settings);
const ctx = {} as Ctx;
const now = new Date();

const request = (body: string, signature: string) => ({
  rawBody: Buffer.from(body),
  headers: new Headers({ "crypto-pay-api-signature": signature }),
  address: null,
  now,
});
const input = (id: string, money: CreateInput["payment"]["money"]): CreateInput => ({
  payment: {
    id,
    externalId: null,
    money,
    data: {},
    createdAt: new Date(),
    expiresAt: new Date(Date.now() + 3_600_000),
  },
  order: { number: 1, title: "Plus", description: "Plus" },
  customer: { telegramId: null, locale: "en" },
  returnUrl: "https://shop.example.com/back",
});

describe("verify", () => {
  const own = { ...settings, token: webhook.token };
  it("takes the known vector, and nothing near it", () => {
    expect(gateway.verify(own, request(webhook.body, webhook.signature))).toBe(true);
    expect(gateway.verify(own, request(`${webhook.body} `, webhook.signature))).toBe(false);
    expect(gateway.verify(own, request(webhook.body, ""))).toBe(false);
    expect(gateway.verify(settings, request(webhook.body, webhook.signature))).toBe(false);
    expect(gateway.verify({ ...own, token: "" }, request(webhook.body, ""))).toBe(false);
  });
});

describe("translate", () => {
  it("reads a paid invoice, and passes other updates over", async () => {
    expect(await gateway.translate(ctx, settings, Buffer.from(webhook.body))).toEqual({
      kind: "paid",
      externalId: "7",
      paymentId: "ord_1",
      received: { decimal: "150", currency: "RUB" },
    });
    const other = Buffer.from(JSON.stringify({ update_type: "check_activated", payload: {} }));
    expect(await gateway.translate(ctx, settings, other)).toMatchObject({ kind: "ignored" });
  });
});

describe("create", () => {
  it("asks for fiat by its code and for USDT as an asset", async () => {
    const made = await gateway.create(
      ctx,
      settings,
      input("pay_a", { amount: 150n, currency: "USDT" }),
    );
    if (made.kind !== "created") throw new Error(made.reason);
    await double.pay(made.externalId ?? "");
    const [sent] = double.takeWebhooks();
    expect(await gateway.translate(ctx, settings, sent?.rawBody ?? Buffer.from(""))).toMatchObject({
      paymentId: "pay_a",
      received: { decimal: "1.50", currency: "USDT" },
    });
  });

  it("makes one invoice of two presses at once", async () => {
    const before = double.created();
    const wish = input("pay_b", { amount: 15_000n, currency: "RUB" });
    const both = await Promise.all([
      gateway.create(ctx, settings, wish),
      gateway.create(ctx, settings, wish),
    ]);
    expect(both[0]).toEqual(both[1]);
    expect(double.created()).toBe(before + 1);
  });

  it("names a refusal without the token", async () => {
    const denied = await gateway.test(ctx, { ...settings, token: "1:wrong" });
    expect(denied).toEqual({ ok: false, message: "HTTP 401 UNAUTHORIZED" });
    expect(await gateway.test(ctx, settings)).toMatchObject({ ok: true });
  });
});
