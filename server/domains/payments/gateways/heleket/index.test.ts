import { describe, expect, it } from "vitest";
import type { Ctx } from "@/server/core/context";
import { cryptomusGateway } from "../cryptomus";
import { heleketGateway as gateway } from ".";
import fixture from "./fixtures/webhook.json" with { type: "json" };

const ctx = {} as Ctx;
const settings = gateway.settings.schema.parse({
  enabled: true,
  merchantId: "m",
  apiKey: fixture.api_key,
});
const OWN = "31.133.220.8";
const request = (body: string, address: string | null = OWN) => ({
  rawBody: Buffer.from(body),
  headers: new Headers(),
  address,
  now: new Date(),
});
const signed = (json: string, sign = fixture.sign) => `${json.slice(0, -1)},"sign":"${sign}"}`;

describe("verify", () => {
  const body = signed(fixture.signed_json);
  it("takes the known vector from the provider's own address", () => {
    expect(gateway.verify(settings, request(body))).toBe(true);
    expect(gateway.verify(settings, request(body, "198.51.100.1"))).toBe(false);
    expect(gateway.verify(settings, request(body, null))).toBe(false);
    expect(cryptomusGateway.verify(settings, request(body, "91.227.144.54"))).toBe(false);
    const open = { ...settings, senderAddresses: "" };
    expect(gateway.verify(open, request(body, "198.51.100.1"))).toBe(true);
  });

  it("needs no particular way of writing the same thing", () => {
    const escaped = body.replace("Тест", "\\u0422\\u0435\\u0441\\u0442").replaceAll("\\/", "/");
    expect(escaped).not.toBe(body);
    expect(gateway.verify(settings, request(escaped))).toBe(true);
    const first = `{"sign":"${fixture.sign}",${fixture.signed_json.slice(1)}`;
    expect(gateway.verify(settings, request(first))).toBe(true);
  });

  it("refuses another amount, another key, no key and no signature", () => {
    expect(gateway.verify(settings, request(body.replaceAll("15.00", "15.0")))).toBe(false);
    expect(gateway.verify({ ...settings, apiKey: "OTHER" }, request(body))).toBe(false);
    expect(gateway.verify({ ...settings, apiKey: "" }, request(body))).toBe(false);
    expect(gateway.verify(settings, request(fixture.signed_json))).toBe(false);
    expect(gateway.verify(settings, request("not json"))).toBe(false);
  });
});

describe("translate", () => {
  const read = (values: Record<string, unknown>) =>
    gateway.translate(
      ctx,
      settings,
      Buffer.from(
        JSON.stringify({ ...(JSON.parse(fixture.signed_json) as object), from: "T1", ...values }),
      ),
    );

  it("takes paid and paid_over when final", async () => {
    expect(await read({ uuid: "ABC" })).toEqual({
      kind: "paid",
      externalId: "abc",
      paymentId: "ord_1",
      received: { decimal: "15.00", currency: "USD" },
      data: { from: "T1" },
    });
    expect(await read({ status: "paid_over", payment_amount: "16.00" })).toMatchObject({
      kind: "paid",
      received: { decimal: "16.00" },
    });
    expect(await read({ is_final: false })).toMatchObject({ kind: "ignored" });
  });

  it.each(["confirm_check", "check", "process", "wrong_amount_waiting", "refund_process", "new"])(
    "takes nothing of %s",
    async (status) => {
      expect(await read({ status, is_final: status === "check" })).toMatchObject({
        kind: "ignored",
      });
    },
  );

  it("tells the amount that came when it is the wrong one", async () => {
    expect(await read({ status: "wrong_amount", payment_amount: "14.99" })).toMatchObject({
      kind: "paid",
      received: { decimal: "14.99", currency: "USD" },
    });
    // In another coin it is that coin's money, and never this invoice's price.
    expect(
      await read({ status: "wrong_amount", payment_amount: "15.00", payer_currency: "TRX" }),
    ).toMatchObject({ received: { decimal: "15.00", currency: "TRX" } });
    // Wrong, and yet enough: nobody can say what that is.
    expect(await read({ status: "wrong_amount" })).toMatchObject({ received: { decimal: "" } });
  });

  it("believes the provider that another coin was worth the price", async () => {
    expect(await read({ payment_amount: "0.0002", payer_currency: "BTC" })).toMatchObject({
      received: { decimal: "15.00", currency: "USD" },
    });
  });

  it("reads failures and refunds", async () => {
    expect(await read({ status: "cancel" })).toMatchObject({ kind: "failed" });
    expect(await read({ status: "refund_paid" })).toMatchObject({
      kind: "refunded",
      refundExternalId: "u-1:refund",
    });
    expect(await read({ type: "payout" })).toMatchObject({ kind: "ignored" });
  });
});
