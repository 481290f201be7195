import { afterAll, describe, expect, it } from "vitest";
import { connectRaw } from "@/db/client";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { updateSettingsGroup } from "@/server/domains/settings";
import { permissionsOf } from "@/server/rules/permissions";
import { startCryptoPay } from "@/server/testing/gateways/crypto-pay";
import {
  listGateways,
  listPaymentMethods,
  processGatewayEvent,
  receiveWebhook,
  sendTestPayment,
} from ".";

const { url } = await testDatabase();
const sql = connectRaw(url, { max: 2 });
const double = await startCryptoPay();
const ctx = systemContext("test");
afterAll(async () => {
  await double.stop();
  await sql.end({ timeout: 1 });
});
const configure = (enabled: boolean) =>
  updateSettingsGroup(ctx, {
    id: "gateway.crypto_pay",
    values: { ...(double.settings as Record<string, string>), enabled },
  });

describe("a test payment", () => {
  it("works while the gateway is off, and its webhook ends as what it is", async () => {
    await configure(false);
    const sent = await sendTestPayment(ctx, { gateway: "crypto_pay" });
    expect(sent).toMatchObject({ ok: true, money: { amount: 100n, currency: "RUB" } });
    await double.pay("1000");
    const [webhook] = double.takeWebhooks();
    if (!webhook) throw new Error("no webhook was sent");
    const { eventId } = await receiveWebhook(ctx, {
      gateway: "crypto_pay",
      rawBody: webhook.rawBody,
      headers: webhook.headers,
      peer: webhook.address,
    });
    expect(await processGatewayEvent(ctx, { eventId: eventId ?? "" })).toMatchObject({
      status: "ignored",
      outcome: "test_paid",
    });
    expect(await sql`select 1 from alerts`).toHaveLength(0);
  });

  it("is for those who may change settings", async () => {
    const as = (role: "analyst" | "support") =>
      sendTestPayment(
        {
          ...ctx,
          actor: { type: "admin", id: "adm_1", name: "Ann", permissions: permissionsOf(role) },
        },
        { gateway: "crypto_pay" },
      );
    await expect(as("analyst")).rejects.toMatchObject({ kind: "forbidden" });
    await expect(as("support")).rejects.toMatchObject({ kind: "forbidden" });
  });

  it("says in the provider's words why it was not made, and never the token", async () => {
    await updateSettingsGroup(ctx, { id: "gateway.crypto_pay", values: { token: "5:wrong" } });
    expect(await sendTestPayment(ctx, { gateway: "crypto_pay" })).toEqual({
      ok: false,
      message: "HTTP 401 UNAUTHORIZED",
    });
  });
});

describe("the order of the ways to pay", () => {
  it("is the operator's", async () => {
    await configure(true);
    await updateSettingsGroup(ctx, {
      id: "gateway.platega",
      values: { enabled: true, merchantId: "m", secret: "s" },
    });
    const order = async (wanted: string) => {
      await updateSettingsGroup(ctx, { id: "payments", values: { order: wanted } });
      return (await listPaymentMethods(ctx)).map(({ gateway }) => gateway);
    };
    expect(await order("crypto_pay,platega")).toEqual(["crypto_pay", "platega"]);
    expect(await order("platega")).toEqual(["platega", "crypto_pay"]);
    expect((await listGateways(ctx))[0]?.id).toBe("platega");
  });
});
