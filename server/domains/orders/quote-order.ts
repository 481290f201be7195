import type { z } from "zod";
import { type Ctx, requireSelfOr } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { getPlan, getStorefront } from "@/server/domains/catalog";
import { getCustomer } from "@/server/domains/customers";
import { getSubscriptionView, listGrants, requireDevicesFit } from "@/server/domains/subscriptions";
import type { Discount, Quote, QuoteInput } from "@/server/rules/pricing";
import { quote } from "@/server/rules/pricing";
import { quoteOrderInput } from "./schemas";

/**
 * The price of a purchase for this customer now, with everything that decides it read on the server.
 *
 * @throws AppError `not_found` for what is not on sale or not theirs, `precondition` for what cannot be done
 */
export async function quoteOrder(ctx: Ctx, input: z.input<typeof quoteOrderInput>): Promise<Quote> {
  const parsed = parseInput(quoteOrderInput, input);
  const { customerId, planId, durationId, subscriptionId, kind, currency } = parsed;
  requireSelfOr(ctx, customerId, "orders.read");
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
  const current = subscriptionId ? await currentState(ctx, parsed, subscriptionId) : undefined;
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
  return quote({
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
    discounts: personalDiscount(customer.personalDiscountBp),
    credit: 0n,
    now: ctx.clock(),
    current,
  });
}

const personalDiscount = (basisPoints: number): Discount[] =>
  basisPoints > 0 ? [{ source: "personal", kind: "percent", basisPoints }] : [];

/** The subscription being renewed or changed, checked to be theirs and fit for it. */
async function currentState(
  ctx: Ctx,
  { customerId, kind, planId, currency }: z.output<typeof quoteOrderInput>,
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
