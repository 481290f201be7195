import { afterAll, afterEach, describe, expect, it } from "vitest";
import { connectRaw } from "@/db/client";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { isAppError } from "@/server/core/errors";
import { getBalance, proveBalances } from "@/server/domains/ledger";
import { fulfilOrder, getOrderProgress } from "@/server/domains/orders";
import { updateSettingsGroup } from "@/server/domains/settings";
import { toDecimal } from "@/server/rules/money";
import { aCustomer, aPlan } from "@/server/testing/builders";
import { doubles } from "@/server/testing/gateways";
import type { GatewayDouble, SentWebhook } from "@/server/testing/gateways/contract";
import {
  checkout,
  getPaymentDetail,
  listWaysToPay,
  pollPayment,
  processGatewayEvent,
  processRefund,
  receiveWebhook,
  recordTrustedEvent,
  requestRefund,
  sendTestPayment,
} from "..";
import type { Gateway } from "./contract";
import { GATEWAY_IDS, type GatewayId, gateways } from "./registry";

const { url } = await testDatabase();
const sql = connectRaw(url, { max: 4 });
const ctx = systemContext("test");
afterAll(() => sql.end({ timeout: 1 }));

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Providers that write money in minor units: half a unit cannot be said to them at all. */
const MINOR_UNITS = ["stars", "stripe"];
/** Stand-ins of which there is one a database, or one bot. */
const ONE_MERCHANT = ["stars", "demo"];
/** An address that no provider sends from. */
const STRANGER = "198.51.100.23";

const PRICES = [
  { currency: "RUB", amount: 15_000n },
  { currency: "USD", amount: 500n },
  { currency: "XTR", amount: 150n },
] as const;
const priced = (prices: { currency: (typeof PRICES)[number]["currency"]; amount: bigint }[]) =>
  aPlan(ctx, { durations: [{ days: 30, prices }] });
const plan = await priced([...PRICES]);

it("has a double for every gateway there is", () => {
  expect(GATEWAY_IDS.filter((id) => !doubles[id])).toEqual([]);
});

const startDouble = async (id: string): Promise<GatewayDouble> => {
  const start = doubles[id];
  if (!start) throw new Error(`There is no double of ${id} in server/testing/gateways`);
  return start({ sql });
};

const nothing = () => undefined;
/** What a gateway cannot do is not asked of it. */
const itIf = (applies: boolean) => (applies ? it : nothing);
const describeIf = (applies: boolean) => (applies ? describe : nothing);

/** Every gateway that can be tried, switched on and pointing at its double. */
const tried: { id: GatewayId; gateway: Gateway; double: GatewayDouble }[] = [];
for (const id of GATEWAY_IDS.filter((one) => doubles[one])) {
  const gateway = gateways[id] as unknown as Gateway;
  const double = await startDouble(id);
  await updateSettingsGroup(ctx, {
    id: gateway.settings.id,
    values: double.settings as Record<string, string | number | boolean>,
  });
  tried.push({ id, gateway, double });
}

describe.each(tried)("$id", ({ id, gateway, double }) => {
  afterEach(() => {
    double.setMood("ok");
    double.setIdCase?.("lower");
    double.takeWebhooks();
  });
  afterAll(() => double.stop());

  async function wish(of = plan) {
    return {
      gateway: id,
      customerId: await aCustomer(ctx),
      kind: "new" as const,
      planId: of.id,
      durationId: of.durations[0]?.id ?? "",
      subscriptionId: null,
      source: "bot" as const,
      clientKey: "purchase-1",
    };
  }
  type Wish = Awaited<ReturnType<typeof wish>>;

  async function buy(wanted?: Wish) {
    const { customerId, ...rest } = wanted ?? (await wish());
    const { order, payment } = await checkout(ctx, { customerId, ...rest });
    if (!payment) throw new Error("no payment was opened");
    return { customerId, order, payment };
  }
  type Bought = Awaited<ReturnType<typeof buy>>;

  const detail = ({ payment }: Bought) => getPaymentDetail(ctx, { paymentId: payment.id });
  const statusOf = async ({ order }: Bought) =>
    (await getOrderProgress(ctx, { orderId: order.id })).status;
  const credit = ({ customerId, payment }: Bought) =>
    getBalance(ctx, {
      kind: "customer_credit",
      owner: customerId,
      currency: payment.money.currency,
    });
  const settlements = async (bought: Bought) =>
    (await detail(bought)).journals.filter(({ kind }) => kind === "payment.settled").length;

  /** Pays at the provider: a payment that has no id there yet goes by ours. */
  async function pay(bought: Bought, received?: { decimal: string; currency: string }) {
    const { externalId } = await detail(bought);
    await double.pay(externalId ?? bought.payment.id, received);
    return double.takeWebhooks();
  }
  const sumOf = ({ payment }: Bought, more: bigint) => {
    const { amount, currency } = payment.money;
    return { decimal: toDecimal({ amount: amount + more, currency }), currency };
  };

  /** Through the gateway's own door, without working on it: the id of the event, null for a known one. */
  async function receive({ rawBody, headers, address }: SentWebhook): Promise<string | null> {
    const { eventId } =
      gateway.webhook === "internal"
        ? await recordTrustedEvent(ctx, { gateway: id, body: JSON.parse(rawBody.toString("utf8")) })
        : await receiveWebhook(ctx, { gateway: id, rawBody, headers, peer: address });
    return eventId;
  }

  async function deliver(webhooks: SentWebhook[]): Promise<(string | null)[]> {
    const outcomes: (string | null)[] = [];
    for (const webhook of webhooks) {
      const eventId = await receive(webhook);
      if (eventId) outcomes.push((await processGatewayEvent(ctx, { eventId })).outcome);
    }
    return outcomes;
  }

  it("makes a payment, hears that it is paid, and settles it once", async () => {
    const bought = await buy();
    expect(bought.payment).toMatchObject({
      status: "pending",
      payUrl: expect.stringMatching(/^https?:/),
    });
    expect(await deliver(await pay(bought))).toContain("settled");
    expect(await fulfilOrder(ctx, { orderId: bought.order.id })).not.toBeNull();
    expect(await detail(bought)).toMatchObject({
      status: "paid",
      received: bought.payment.money,
    });
    expect(await credit(bought)).toBe(0n);
  });

  it("settles once what it hears twice, and ten times at once, and by a poll meanwhile", async () => {
    const bought = await buy();
    const webhooks = await pay(bought);
    const ids = new Set<string>();
    await Promise.all([
      ...Array.from({ length: 10 }, async () => {
        for (const webhook of webhooks) {
          const eventId = await receive(webhook);
          if (eventId) ids.add(eventId);
        }
      }),
      pollPayment(ctx, { paymentId: bought.payment.id }),
    ]);
    expect(ids.size).toBe(webhooks.length);
    await Promise.all(
      [...ids, ...ids, ...ids].map((eventId) => processGatewayEvent(ctx, { eventId })),
    );
    expect(await deliver(webhooks)).toEqual([]);
    expect(await settlements(bought)).toBe(1);
    expect(await credit(bought)).toBe(0n);
  });

  it("learns by a poll what no webhook told", async () => {
    const bought = await buy();
    await pay(bought);
    await pollPayment(ctx, { paymentId: bought.payment.id });
    expect(await settlements(bought)).toBe(1);
  });

  it("is made once however often the button is pressed at once", async () => {
    const before = double.created();
    const wanted = await wish();
    const all = await Promise.all(Array.from({ length: 5 }, () => buy(wanted)));
    expect(new Set(all.map(({ payment }) => payment.payUrl)).size).toBe(1);
    expect(double.created()).toBe(before + 1);
  });

  describe("money that does not match", () => {
    it("holds a sum short by the smallest unit", async () => {
      const bought = await buy();
      expect(await deliver(await pay(bought, sumOf(bought, -1n)))).toContain("held:underpaid");
      expect(await statusOf(bought)).toBe("held");
    });

    itIf(!MINOR_UNITS.includes(id))("holds 149.995 for 150.00, and takes 150", async () => {
      const bought = await buy();
      const { currency, decimal } = sumOf(bought, -1n);
      const outcomes = await deliver(await pay(bought, { decimal: `${decimal}5`, currency }));
      expect(outcomes.some((outcome) => outcome?.startsWith("held:"))).toBe(true);
      const whole = await buy();
      const plain = sumOf(whole, 0n).decimal.replace(/\.00$/, "");
      expect(await deliver(await pay(whole, { decimal: plain, currency }))).toContain("settled");
    });

    it("holds another currency", async () => {
      const bought = await buy();
      const other = bought.payment.money.currency === "EUR" ? "USD" : "EUR";
      const webhooks = await pay(bought, { ...sumOf(bought, 0n), currency: other });
      expect(await deliver(webhooks)).toContain("held:wrong_currency");
      expect(await settlements(bought)).toBe(0);
    });

    it("credits what is too much", async () => {
      const bought = await buy();
      expect(await deliver(await pay(bought, sumOf(bought, 7n)))).toContain("settled");
      expect(await credit(bought)).toBe(7n);
    });
  });

  describeIf(gateway.webhook === "signed")("what is not to be believed", () => {
    it("refuses a stranger", async () => {
      const bought = await buy();
      for (const webhook of await pay(bought)) {
        const forged = { rawBody: webhook.rawBody, headers: new Headers(), address: STRANGER };
        await expect(receive(forged)).rejects.toMatchObject({ kind: "unauthenticated" });
        // What a stranger says of where he comes from is not believed either.
        const claimed = new Headers({ "x-forwarded-for": webhook.address ?? "10.0.0.1" });
        await expect(receive({ ...forged, headers: claimed })).rejects.toMatchObject({
          kind: "unauthenticated",
        });
      }
      expect(await settlements(bought)).toBe(0);
    });

    it("never settles a changed body", async () => {
      const paid = await buy();
      const target = await buy();
      const [from = "", to = ""] = [paid, target].map(({ payment }) => payment.externalId ?? "");
      for (const webhook of await pay(paid)) {
        const text = webhook.rawBody.toString("utf8");
        const rawBody = Buffer.from(
          text.replaceAll(from, to).replaceAll(paid.payment.id, target.payment.id),
        );
        await neverSettles(target, { ...webhook, rawBody });
      }
    });

    itIf(!ONE_MERCHANT.includes(id))("never settles by another merchant", async () => {
      const bought = await buy();
      const foreign = await startDouble(id);
      const theirs = gateway.settings.schema.parse(foreign.settings);
      const { payment } = bought;
      const expiresAt = new Date(Date.now() + 3_600_000);
      const made = await gateway.create(ctx, theirs, {
        payment: { ...payment, externalId: null, data: {}, expiresAt },
        order: { number: 1, title: "Plus", description: "Plus" },
        customer: { telegramId: null, locale: "en" },
        returnUrl: "https://elsewhere.example.com",
      });
      if (made.kind !== "created") throw new Error(made.reason);
      await foreign.pay(made.externalId ?? "");
      for (const webhook of foreign.takeWebhooks()) await neverSettles(bought, webhook);
      await foreign.stop();
    });

    async function neverSettles(bought: Bought, webhook: SentWebhook): Promise<void> {
      try {
        const eventId = await receive(webhook);
        if (eventId) await processGatewayEvent(ctx, { eventId });
      } catch (error) {
        // Refused at the door, or kept to be tried again: both are well.
        if (isAppError(error)) expect(error.kind).toBe("unauthenticated");
      }
      expect(await settlements(bought)).toBe(0);
      expect(await statusOf(bought)).toBe("awaiting_payment");
    }
  });

  it("keeps what is paid for an order nobody knows, and alerts", async () => {
    const bought = await buy();
    const webhooks = await pay(bought);
    await sql`update payments set id = id || 'x', external_id = null where id = ${bought.payment.id}`;
    const unknown: string[] = [];
    for (const webhook of webhooks) {
      const eventId = (await receive(webhook)) ?? "";
      const first = processGatewayEvent(ctx, { eventId });
      // Some tell of it more than once: what says nothing of money is passed over.
      await first.catch((error: Error) => {
        expect(error.message).toContain("is known here");
        unknown.push(eventId);
      });
    }
    expect(unknown).toHaveLength(1);
    const [eventId = ""] = unknown;
    for (let attempt = 2; attempt < 8; attempt += 1) {
      await expect(processGatewayEvent(ctx, { eventId })).rejects.toThrow("is known here");
    }
    expect(await processGatewayEvent(ctx, { eventId })).toMatchObject({ status: "dead" });
    const alerts = await sql`select kind from alerts where key = ${eventId}`;
    expect(alerts.map(({ kind }) => kind)).toEqual(["payment_unknown"]);
  });

  describe("on a bad day", () => {
    it("makes one payment after an error, once it can", async () => {
      const before = double.created();
      double.setMood("500");
      const wanted = await wish();
      const bought = await buy(wanted);
      expect(bought.payment).toMatchObject({ status: "created", payUrl: null });
      await pollPayment(ctx, { paymentId: bought.payment.id });
      double.setMood("ok");
      await pollPayment(ctx, { paymentId: bought.payment.id });
      const again = await buy(wanted);
      expect(again.payment).toMatchObject({ status: "pending", payUrl: expect.any(String) });
      expect(double.created()).toBe(before + 1);
      expect(await deliver(await pay(again))).toContain("settled");
    });

    it.each(["a poll", "another press"])(
      "finds by %s the payment whose making was never answered",
      async (how) => {
        const before = double.created();
        double.setMood("timeout-after-create");
        const wanted = await wish();
        const first = await buy(wanted);
        expect(first.payment).toMatchObject({ status: "created", payUrl: null });
        double.setMood("ok");
        if (how === "a poll") await pollPayment(ctx, { paymentId: first.payment.id });
        const bought = await buy(wanted);
        expect(bought.payment).toMatchObject({
          id: first.payment.id,
          status: "pending",
          payUrl: expect.any(String),
        });
        // Of two, one has a link that nobody was ever given.
        expect(double.created()).toBe(before + (double.leavesOrphans ? 2 : 1));
        expect(await deliver(await pay(bought))).toContain("settled");
      },
    );

    it("ends a payment that is refused", async () => {
      double.setMood("refuse");
      const wanted = await wish();
      await expect(buy(wanted)).rejects.toMatchObject({ code: "gateway_refused" });
      const [row] = await sql`select status from payments where customer_id = ${wanted.customerId}`;
      expect(row?.status).toBe("failed");
    });

    it("changes nothing while it cannot be asked", async () => {
      const bought = await buy();
      double.setMood("500");
      await pollPayment(ctx, { paymentId: bought.payment.id });
      expect(await detail(bought)).toMatchObject({ status: "pending" });
    });
  });

  it("knows a payment by its id in other letters", async () => {
    for (const [made, told] of [
      ["lower", "upper"],
      ["upper", "lower"],
    ] as const) {
      double.setIdCase?.(made);
      const bought = await buy();
      const { externalId } = bought.payment;
      if (!UUID.test(externalId ?? "")) return;
      double.setIdCase?.(told);
      const webhooks = (await pay(bought)).map((webhook) =>
        double.setIdCase ? webhook : shouting(webhook, externalId ?? ""),
      );
      const heard =
        made === "lower" ? deliver(webhooks) : pollPayment(ctx, { paymentId: bought.payment.id });
      await heard;
      expect(await settlements(bought)).toBe(1);
      // Told once more in the first letters, it is no second payment.
      double.setIdCase?.(made);
      await deliver(await pay(bought));
      expect(await credit(bought)).toBe(0n);
    }
  });

  /** As a provider whose double cannot: only those that sign nothing may have their bodies changed. */
  const shouting = (webhook: SentWebhook, externalId: string): SentWebhook => ({
    ...webhook,
    rawBody: Buffer.from(
      webhook.rawBody.toString("utf8").replaceAll(externalId, externalId.toUpperCase()),
    ),
  });

  it("takes no sum below its least", async () => {
    const { currency } = PRICES.find((price) => gateway.currencies.includes(price.currency)) ?? {
      currency: "RUB" as const,
    };
    const least = gateway.minimums?.[currency] ?? 1n;
    const [tooLittle, enough] = await Promise.all(
      [least - 1n, least].map(async (amount) => {
        if (amount === 0n) return null;
        return wish(await priced([{ currency, amount }]));
      }),
    );
    if (tooLittle) {
      expect(await offered(tooLittle)).not.toContain(id);
      await expect(buy(tooLittle)).rejects.toMatchObject({ code: "below_minimum" });
    }
    if (enough) expect(await offered(enough)).toContain(id);
  });

  const offered = async ({ customerId, planId, durationId, subscriptionId }: Wish) =>
    (await listWaysToPay(ctx, { customerId, planId, durationId, subscriptionId })).map(
      (way) => way.gateway,
    );

  describeIf(gateway.refund !== undefined)("refunds", () => {
    const paid = async (): Promise<Bought> => {
      const bought = await buy();
      await deliver(await pay(bought));
      await fulfilOrder(ctx, { orderId: bought.order.id });
      return bought;
    };
    const ask = ({ payment }: Bought, amount?: bigint) =>
      requestRefund(ctx, { paymentId: payment.id, amount, reason: "asked for" });

    it("sends everything back once, and hears of it as often as it likes", async () => {
      const bought = await paid();
      const wanted = await ask(bought);
      expect(await processRefund(ctx, wanted)).toBe("done");
      expect(await processRefund(ctx, wanted)).toBe("done");
      await deliver(double.takeWebhooks());
      await pollPayment(ctx, { paymentId: bought.payment.id });
      expect(await detail(bought)).toMatchObject({ refunded: bought.payment.money.amount });
      expect((await detail(bought)).refunds).toHaveLength(1);
      expect(await statusOf(bought)).toBe("refunded");
    });

    itIf(gateway.refund?.partial === true)("counts two equal parts as two", async () => {
      const bought = await paid();
      const part = bought.payment.money.amount / 3n;
      for (const wanted of [await ask(bought, part), await ask(bought, part)]) {
        expect(await processRefund(ctx, wanted)).toBe("done");
      }
      await deliver(double.takeWebhooks());
      expect(await detail(bought)).toMatchObject({ refunded: 2n * part });
      expect((await detail(bought)).refunds).toHaveLength(2);
    });

    it("hears of one made at the provider", async () => {
      const bought = await paid();
      const { externalId } = await detail(bought);
      await double.refund(externalId ?? "");
      expect(await deliver(double.takeWebhooks())).toContain("refunded");
      expect(await statusOf(bought)).toBe("refunded");
    });
  });

  itIf(id === "platega")("takes a chargeback as all of the money going back", async () => {
    const bought = await buy();
    await deliver(await pay(bought));
    await fulfilOrder(ctx, { orderId: bought.order.id });
    await double.refund(bought.payment.externalId ?? "");
    expect(await deliver(double.takeWebhooks())).toEqual(["refunded"]);
    expect(await statusOf(bought)).toBe("refunded");
  });

  it("makes a test payment that belongs to no order, and moves nothing when it is paid", async () => {
    const [before] = await sql`select count(*)::int as n from payments`;
    const sent = await sendTestPayment(ctx, { gateway: id });
    expect(sent).toMatchObject({ ok: true, payUrl: expect.stringMatching(/^https?:/) });
    double.setMood("refuse");
    expect(await sendTestPayment(ctx, { gateway: id })).toMatchObject({ ok: false });
    const [after] = await sql`select count(*)::int as n from payments`;
    expect(after).toEqual(before);
  });

  it("leaves the books in order", async () => {
    expect(await proveBalances(ctx)).toEqual([]);
  });
});
