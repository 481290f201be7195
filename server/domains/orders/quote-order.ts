import type { z } from "zod";
import { type Ctx, requireSelfOr } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { getPlan, getStorefront } from "@/server/domains/catalog";
import { getCustomer } from "@/server/domains/customers";
import {
  addonOffers,
  getSubscriptionView,
  listGrants,
  renewedAddons,
  requireDevicesFit,
} from "@/server/domains/subscriptions";
import { type Quote, type QuoteInput, quote, quoteAddon, quoteTopup } from "@/server/rules/pricing";
import { offerableCredit } from "./credit";
import { cheapest, discountsFor, personalDiscount } from "./discounts";
import { type PURCHASE_KINDS, quoteOrderInput } from "./schemas";

type Wanted<K extends string = string> = Extract<z.output<typeof quoteOrderInput>, { kind: K }>;
type Purchase = Wanted<(typeof PURCHASE_KINDS)[number]>;
/** Credit that the customer's other open orders hold counts too: the new order takes their place. */
type Options = { withReserved: boolean };

/**
 * The price of a purchase for this customer now, with everything that decides it read on the server.
 *
 * @throws AppError `not_found` for what is not on sale or not theirs, `precondition` for what cannot be done
 */
export async function quoteOrder(
  ctx: Ctx,
  input: z.input<typeof quoteOrderInput>,
  options: Options = { withReserved: true },
): Promise<Quote> {
  const wanted = parseInput(quoteOrderInput, input);
  requireSelfOr(ctx, wanted.customerId, "orders.read");
  if (wanted.kind === "topup") return quoteTopup(wanted);
  const credit = wanted.useCredit ? await offerableCredit(ctx, { ...wanted, ...options }) : 0n;
  return wanted.kind === "addon"
    ? quoteOneAddon(ctx, wanted, credit)
    : quotePurchase(ctx, wanted, credit);
}

async function quotePurchase(ctx: Ctx, wanted: Purchase, credit: bigint): Promise<Quote> {
  const { customerId, planId, durationId, subscriptionId, kind, currency } = wanted;
  if ((kind === "new") !== (subscriptionId === null)) {
    throw new AppError(
      "validation",
      "kind_and_target",
      "subscriptionId: a renewal or change names a subscription, a new purchase does not",
    );
  }
  const [{ plans }, customer, plan] = await Promise.all([
    getStorefront(ctx, { customerId }),
    getCustomer(ctx, { customerId }),
    getPlan(ctx, { planId }),
  ]);
  const current = subscriptionId ? await currentState(ctx, wanted, subscriptionId) : undefined;
  // A plan taken off sale can still be renewed by those who have it; nobody else can buy it.
  const offered =
    plans.find((candidate) => candidate.id === planId) ?? (kind === "renew" ? plan : null);
  const duration = offered?.durations.find((candidate) => candidate.id === durationId);
  if (!duration) throw notFound("offer", durationId);
  const price = duration.prices.find((candidate) => candidate.currency === currency);
  if (!price) {
    throw new AppError("precondition", "no_price", `This plan has no price in ${currency}.`, {
      currency,
    });
  }
  if (kind === "upgrade" && subscriptionId) {
    await requireDevicesFit(ctx, {
      subscriptionId,
      deviceLimit: plan.deviceLimit,
      dropDevices: [],
    });
  }
  const {
    id,
    name,
    trafficLimitBytes,
    trafficStrategy,
    deviceLimit,
    internalSquads,
    externalSquad,
  } = plan;
  const addons =
    kind === "renew" && subscriptionId
      ? await renewedAddons(ctx, { subscriptionId, currency, days: duration.days })
      : [];
  const subtotal = addons.reduce((sum, addon) => sum + addon.amount, price.amount);
  const discounts = await discountsFor(ctx, {
    customer,
    promoCode: wanted.promoCode,
    offer: { kind, planId, durationDays: duration.days, currency, subtotal },
  });
  return cheapest(discounts, (chosen) =>
    quote({
      plan: {
        id,
        name,
        trafficLimitBytes,
        trafficStrategy,
        deviceLimit,
        internalSquads,
        externalSquad,
      },
      duration,
      price,
      kind,
      addons,
      ...chosen,
      credit,
      now: ctx.clock(),
      current,
    }),
  );
}

/** Extra traffic or devices for what is left of the subscription's time. */
async function quoteOneAddon(
  ctx: Ctx,
  { customerId, subscriptionId, addonId, currency }: Wanted<"addon">,
  credit: bigint,
): Promise<Quote> {
  const [customer, view] = await Promise.all([
    getCustomer(ctx, { customerId }),
    getSubscriptionView(ctx, { subscriptionId }),
  ]);
  if (view.customerId !== customerId) throw notFound("subscription", subscriptionId);
  const offers = await addonOffers(ctx, { subscriptionId });
  const found = offers.find(({ addon }) => addon.id === addonId);
  if (!found) throw notFound("addon", addonId);
  const price = found.prices.find((candidate) => candidate.currency === currency);
  if (!price) {
    throw new AppError("precondition", "no_price", `This add-on has no price in ${currency}.`, {
      currency,
    });
  }
  const { id, name, kind, quantity, recurring } = found.addon;
  return quoteAddon({
    addon: { addonId: id, name, kind, quantity, recurring, amount: price.amount },
    currency,
    discounts: personalDiscount(customer.personalDiscountBp),
    credit,
    expiresAt: view.expiresAt,
  });
}

/** The subscription being renewed or changed, checked to be theirs and fit for it. */
async function currentState(
  ctx: Ctx,
  { customerId, kind, planId, currency }: Purchase,
  subscriptionId: string,
): Promise<QuoteInput["current"]> {
  const [view, grants] = await Promise.all([
    getSubscriptionView(ctx, { subscriptionId }),
    listGrants(ctx, { subscriptionId }),
  ]);
  if (view.customerId !== customerId) throw notFound("subscription", subscriptionId);
  if (kind === "renew" ? !view.canRenew : !view.canUpgrade) {
    throw new AppError(
      "precondition",
      kind === "renew" ? "cannot_renew" : "cannot_upgrade",
      "This subscription cannot be changed right now.",
    );
  }
  if ((kind === "renew") !== (view.planId === planId)) {
    throw new AppError(
      "validation",
      "kind_and_plan",
      "kind: renewing keeps the plan, changing takes another one",
    );
  }
  return {
    expiresAt: view.expiresAt,
    periods: grants
      .filter((grant) => grant.paid.currency === currency)
      .map((grant) => ({
        paid: grant.paid.amount,
        startsAt: grant.startsAt,
        endsAt: grant.endsAt,
      })),
  };
}
