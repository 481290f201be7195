import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import type { Ctx } from "@/server/core/context";
import { startPlatega } from "@/server/testing/gateways/platega";
import type { CreateInput } from "../contract";
import { plategaGateway as gateway } from ".";
import { plategaCallback } from "./api";
import callbacks from "./fixtures/callbacks.json" with { type: "json" };

const double = await startPlatega();
afterAll(() => double.stop());
const settings = gateway.settings.schema.parse(double.settings);
const ctx = {} as Ctx;

const input: CreateInput = {
  payment: {
    id: "pay_a",
    externalId: null,
    money: { amount: 15_000n, currency: "RUB" },
    data: {},
    createdAt: new Date(),
    expiresAt: new Date(Date.now() + 3_600_000),
  },
  order: { number: 1, title: "Plus", description: "Plus" },
  customer: { telegramId: null, locale: "en" },
  returnUrl: "https://shop.example.com/back",
};

let attempts = 0;
async function made(paymentMethod = "auto"): Promise<string> {
  attempts += 1;
  const payment = { ...input.payment, id: `pay_${attempts}` };
  const outcome = await gateway.create(ctx, { ...settings, paymentMethod }, { ...input, payment });
  if (outcome.kind !== "created") throw new Error(outcome.reason);
  expect(outcome.payUrl).toMatch(/^https:\/\/pay\.platega\.io/);
  return outcome.externalId ?? "";
}
const webhook = () => double.takeWebhooks().at(-1) ?? Promise.reject(new Error("none was sent"));
const told = async () => gateway.translate(ctx, settings, (await webhook()).rawBody);

describe("verify", () => {
  it("needs both headers to be ours", async () => {
    await double.pay(await made());
    const { rawBody, headers } = await webhook();
    const verify = (given: Headers, own = settings) =>
      gateway.verify(own, { rawBody, headers: given, address: null, now: new Date() });
    expect(verify(headers)).toBe(true);
    for (const name of ["x-merchantid", "x-secret"]) {
      const changed = new Headers(headers);
      changed.set(name, randomUUID());
      expect(verify(changed)).toBe(false);
      changed.delete(name);
      expect(verify(changed)).toBe(false);
    }
    const none = { ...settings, merchantId: "", secret: "" };
    expect(verify(new Headers({ "x-merchantid": "", "x-secret": "" }), none)).toBe(false);
  });
});

describe("translate", () => {
  it("reads both ways to write keys, and ids in small letters", () => {
    const expected = { id: "3fa85f64-5717-4562-b3fc-2c963f66afa6", status: "CONFIRMED" };
    expect(plategaCallback.parse(callbacks.camel)).toEqual(expected);
    expect(plategaCallback.parse(callbacks.pascal)).toEqual(expected);
  });

  it("believes the API, not the webhook", async () => {
    const id = await made("2");
    const lie = Buffer.from(JSON.stringify({ id, status: "CONFIRMED", amount: 150 }));
    expect(await gateway.translate(ctx, settings, lie)).toEqual({
      kind: "ignored",
      reason: "pending",
    });
    const stranger = Buffer.from(JSON.stringify({ id: randomUUID(), status: "CONFIRMED" }));
    await expect(gateway.translate(ctx, settings, stranger)).rejects.toThrow("does not know");
    double.setMood("500");
    await expect(gateway.translate(ctx, settings, lie)).rejects.toThrow("HTTP 503");
    double.setMood("ok");
  });

  it("tells of payments, failures and chargebacks", async () => {
    const id = await made();
    await double.pay(id, { decimal: "149.995", currency: "RUB" });
    const received = { decimal: "149.995", currency: "RUB" };
    const ids = { externalId: id, paymentId: `pay_${attempts}` };
    expect(await told()).toEqual({ kind: "paid", ...ids, received });
    await double.refund(id);
    expect(await told()).toEqual({
      kind: "refunded",
      ...ids,
      refundExternalId: `${id}:chargeback`,
      received,
    });
    const other = await made();
    await double.fail(other);
    expect(await told()).toMatchObject({ kind: "failed", externalId: other });
  });

  it("learns nothing with another merchant's keys", async () => {
    const foreign = await startPlatega();
    const theirs = gateway.settings.schema.parse({ ...foreign.settings, baseUrl: double.baseUrl });
    await double.pay(await made());
    const { rawBody } = await webhook();
    await expect(gateway.translate(ctx, theirs, rawBody)).rejects.toThrow("HTTP 401");
    await foreign.stop();
  });
});

describe("test", () => {
  it("says in a line whether the key is taken", async () => {
    expect(await gateway.test(ctx, settings)).toEqual({ ok: true, message: "Platega answers" });
    expect(await gateway.test(ctx, { ...settings, secret: "wrong" })).toMatchObject({ ok: false });
    expect(await gateway.test(ctx, { ...settings, secret: "" })).toMatchObject({ ok: false });
  });
});
