import type { z } from "zod";
import type { OrderKind } from "@/db/enums";
import { type Ctx, requireSelfOr } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { readSettings } from "@/server/core/settings";
import { getPlan, getStorefront } from "@/server/domains/catalog";
import { getCustomer } from "@/server/domains/customers";
import { isSteady, offerableCredit, quoteOrder } from "@/server/domains/orders";
import { addonOffers, getSubscriptionView } from "@/server/domains/subscriptions";
import { CURRENCY_CODES, type Currency, type Money, money } from "@/server/rules/money";
import type { Quote } from "@/server/rules/pricing";
import { GATEWAY_IDS, openGateway } from "./gateways/registry";
import { type PaymentMethod, type PurchaseKind, type WayToPay, waysToPayInput } from "./schemas";
import { ordered, paymentSettings } from "./settings";
import { unusedByCurrency } from "./uncounted";

/** Paying with nothing but what is on the customer's credit. */
export const creditMethod: PaymentMethod = {
  gateway: "credit",
  label: { en: "Balance", ru: "Баланс" },
  currencies: CURRENCY_CODES,
  minimums: {},
  canSave: false,
};

/** Gateways that are switched on and able to take money, in the order customers see them. */
export async function listPaymentMethods(ctx: Ctx): Promise<PaymentMethod[]> {
  const { order } = await readSettings(ctx, paymentSettings);
  const opened = await Promise.all(
    ordered(GATEWAY_IDS, order).map(async (id) => {
      const { gateway, settings } = await openGateway(ctx, id);
      return { gateway, ready: await gateway.isReady(ctx, settings) };
    }),
  );
  return opened
    .filter(({ ready }) => ready)
    .map(
      ({ gateway: { id, label, currencies, minimums = {}, charge, subscription, ...more } }) => ({
        gateway: id,
        label,
        currencies,
        minimums,
        canSave: charge !== undefined,
        inTelegramOnly: more.inTelegramOnly === true,
        renews: subscription && { days: subscription.days, most: subscription.most },
      }),
    );
}

/** New without a subscription, a renewal of the same plan, otherwise a change: the server decides. */
export async function purchaseKind(
  ctx: Ctx,
  input: { subscriptionId: string | null; planId: string },
): Promise<PurchaseKind> {
  if (!input.subscriptionId) return "new";
  const { planId } = await getSubscriptionView(ctx, { subscriptionId: input.subscriptionId });
  return planId === input.planId ? "renew" : "upgrade";
}

type Wanted = z.output<typeof waysToPayInput>;
type Priced = {
  kind: OrderKind;
  currencies: Currency[];
  quoteIn(currency: Currency): Promise<Quote>;
};

/** The currencies something can be bought in, in the catalog's order, and its quote in each. */
export async function pricedOffer(ctx: Ctx, wanted: Wanted, useCredit: boolean): Promise<Priced> {
  const { customerId } = wanted;
  if (wanted.kind === "topup") {
    const { kind, amount } = wanted;
    return {
      kind,
      currencies: [wanted.currency],
      quoteIn: (currency) => quoteOrder(ctx, { customerId, kind, amount, currency }),
    };
  }
  if (wanted.kind === "addon") {
    const { kind, subscriptionId, addonId } = wanted;
    const offers = await addonOffers(ctx, { subscriptionId });
    const prices = offers.find(({ addon }) => addon.id === addonId)?.prices ?? [];
    return {
      kind,
      currencies: prices.map(({ currency }) => currency),
      quoteIn: (currency) =>
        quoteOrder(ctx, { customerId, kind, subscriptionId, addonId, currency, useCredit }),
    };
  }
  const { planId, durationId, subscriptionId, promoCode } = wanted;
  const kind = await purchaseKind(ctx, { subscriptionId, planId });
  const { plans } = await getStorefront(ctx, { customerId });
  // A renewal may be of a plan that is not on sale any more.
  const plan = plans.find(({ id }) => id === planId) ?? (await getPlan(ctx, { planId }));
  const prices = plan.durations.find(({ id }) => id === durationId)?.prices ?? [];
  return {
    kind,
    currencies: prices.map(({ currency }) => currency),
    quoteIn: (currency) =>
      quoteOrder(ctx, {
        customerId,
        kind,
        planId,
        durationId,
        subscriptionId,
        promoCode,
        currency,
        useCredit,
      }),
  };
}

/**
 * The price each method would charge for this purchase, exactly as it would be charged. The customer's credit
 * is a method of its own where it covers the whole price.
 */
export async function listWaysToPay(
  ctx: Ctx,
  input: z.input<typeof waysToPayInput>,
): Promise<WayToPay[]> {
  const wanted = parseInput(waysToPayInput, input);
  requireSelfOr(ctx, wanted.customerId, "orders.read");
  const asked = wanted.kind !== "topup" && wanted.useCredit;
  const [all, offered, { telegramId }] = await Promise.all([
    listPaymentMethods(ctx),
    pricedOffer(ctx, wanted, asked),
    getCustomer(ctx, { customerId: wanted.customerId }),
  ]);
  const methods = all.filter(({ inTelegramOnly }) => !inTelegramOnly || telegramId !== null);
  const uncounted = await uncountedOf(ctx, wanted, offered.kind);
  const ways: WayToPay[] = [];
  const whole = wanted.kind === "topup" ? null : await paidByCredit(ctx, wanted);
  if (whole) ways.push(await toWay(ctx, wanted, creditMethod, whole, uncounted));
  for (const method of methods) {
    const currency = offered.currencies.find((code) => method.currencies.includes(code));
    if (!currency) continue;
    const quote = await offered.quoteIn(currency);
    // What the balance pays whole is the balance's own way; what a gateway would refuse is not offered.
    if (quote.total === 0n ? whole !== null : quote.total < minimumOf(method, currency)) continue;
    ways.push(await toWay(ctx, wanted, method, quote, uncounted));
  }
  return ways;
}

type Uncounted = (currency: Currency) => Money[];

async function uncountedOf(ctx: Ctx, wanted: Wanted, kind: OrderKind): Promise<Uncounted> {
  if (kind !== "upgrade" || wanted.kind === "topup" || !wanted.subscriptionId) return () => [];
  return unusedByCurrency(ctx, { subscriptionId: wanted.subscriptionId });
}

/** The quote in the first currency of which the customer's credit pays all; null when it is not enough. */
export async function paidByCredit(
  ctx: Ctx,
  wanted: Exclude<Wanted, { kind: "topup" }>,
): Promise<Quote | null> {
  const { currencies, quoteIn } = await pricedOffer(ctx, wanted, true);
  for (const currency of currencies) {
    const credit = await offerableCredit(ctx, {
      customerId: wanted.customerId,
      currency,
      withReserved: true,
    });
    if (credit === 0n) continue;
    const quote = await quoteIn(currency);
    if (quote.total === 0n && quote.credit > 0n) return quote;
  }
  return null;
}

const minimumOf = ({ minimums }: PaymentMethod, currency: Currency): bigint =>
  minimums[currency] ?? 1n;

/** The provider renews it by itself: the same time at the same price, and no more than it charges so. */
const renewsByItself = ({ renews }: PaymentMethod, quote: Quote): boolean =>
  renews !== undefined &&
  (quote.kind === "new" || quote.kind === "renew") &&
  quote.durationDays === renews.days &&
  quote.total <= renews.most &&
  isSteady(quote);

async function toWay(
  ctx: Ctx,
  { customerId }: Wanted,
  method: PaymentMethod,
  quote: Quote,
  uncounted: Uncounted,
): Promise<WayToPay> {
  const { currency, kind } = quote;
  const credit = await offerableCredit(ctx, { customerId, currency, withReserved: true });
  return {
    gateway: method.gateway,
    label: { en: method.label.en, ru: method.label.ru },
    kind,
    lines: quote.lines.map(({ code, name, amount }) => ({
      code,
      name,
      amount: money(amount, currency),
    })),
    total: money(quote.total, currency),
    credit: money(kind === "topup" ? 0n : credit, currency),
    promoCode: quote.promo?.code ?? null,
    expiresAt: quote.expiresAt,
    uncounted: uncounted(currency),
    canSave: method.canSave || renewsByItself(method, quote),
  };
}

/** Currencies the shop has prices in and somebody can pay in now: what it makes sense to add to one's credit. */
export async function topupCurrencies(
  ctx: Ctx,
  input: { customerId: string },
): Promise<Currency[]> {
  const [methods, { plans }] = await Promise.all([
    listPaymentMethods(ctx),
    getStorefront(ctx, input),
  ]);
  const priced = plans.flatMap(({ durations }) =>
    durations.flatMap(({ prices }) => prices.map(({ currency }) => currency)),
  );
  return [...new Set(priced)].filter((currency) =>
    methods.some((method) => method.currencies.includes(currency)),
  );
}
