import { and, desc, eq, inArray, isNotNull } from "drizzle-orm";
import { orders } from "@/db/schema/orders";
import { renewalAttempts } from "@/db/schema/payments";
import type { subscriptions } from "@/db/schema/subscriptions";
import type { Ctx } from "@/server/core/context";
import { getPlan } from "@/server/domains/catalog";
import type { PlanDuration } from "@/server/domains/catalog/schemas";
import { quoteOrder } from "@/server/domains/orders";
import type { Currency } from "@/server/rules/money";
import { openGateway } from "./gateways/registry";
import { providerRenews } from "./provider-renewal";
import { listSavedMethods } from "./saved-methods";

type Subscription = typeof subscriptions.$inferSelect;

/** How a period can be renewed without the customer: from credit, by charging a method, or not at all. */
export type RenewalPlan =
  | { kind: "credit"; offer: Offer; currency: Currency }
  | { kind: "charge"; offer: Offer; currency: Currency; method: { id: string; gateway: string } }
  | { kind: "none"; reason: "no_price" | "no_method" | "provider_renews" };

type Offer = {
  customerId: string;
  kind: "renew";
  planId: string;
  durationId: string;
  subscriptionId: string;
  /** A code is for what people buy by hand. */
  promoCode: null;
};

/** First the customer's credit if it covers the whole price, then the method they agreed to last. */
export async function planRenewal(ctx: Ctx, subscription: Subscription): Promise<RenewalPlan> {
  const { id: subscriptionId, customerId, planId } = subscription;
  if (await providerRenews(ctx, subscriptionId)) return { kind: "none", reason: "provider_renews" };
  const duration = planId ? await renewedDuration(ctx, subscriptionId, planId) : null;
  if (!planId || !duration) return { kind: "none", reason: "no_price" };
  const offer: Offer = {
    customerId,
    kind: "renew",
    planId,
    durationId: duration.id,
    subscriptionId,
    promoCode: null,
  };
  for (const { currency } of duration.prices) {
    const wanted = { ...offer, currency, useCredit: true };
    const { total } = await quoteOrder(ctx, wanted, { withReserved: false });
    if (total === 0n) return { kind: "credit", offer, currency };
  }
  for (const method of await methodsToTry(ctx, subscription)) {
    const { gateway, settings } = await openGateway(ctx, method.gateway);
    const price = duration.prices.find(({ currency }) => gateway.currencies.includes(currency));
    if (!price || !gateway.charge || !(await gateway.isReady(ctx, settings))) continue;
    const { total, currency } = await quoteOrder(ctx, { ...offer, currency: price.currency });
    if (total < (gateway.minimums?.[currency] ?? 1n)) continue;
    return { kind: "charge", offer, currency, method };
  }
  return { kind: "none", reason: "no_method" };
}

/** As long as was bought last; where that is not sold any more the next shorter, else the shortest. */
async function renewedDuration(
  ctx: Ctx,
  subscriptionId: string,
  planId: string,
): Promise<PlanDuration | null> {
  const [last] = await ctx.db
    .select({ days: orders.durationDays })
    .from(orders)
    .where(
      and(
        eq(orders.subscriptionId, subscriptionId),
        inArray(orders.kind, ["new", "renew", "upgrade"]),
        isNotNull(orders.paidAt),
      ),
    )
    .orderBy(desc(orders.paidAt))
    .limit(1);
  const { durations } = await getPlan(ctx, { planId });
  const sold = durations.filter(({ prices }) => prices.length > 0);
  const wanted = last?.days ?? 0;
  return sold.filter(({ days }) => days <= wanted).at(-1) ?? sold[0] ?? null;
}

/** The latest agreed to first; those that were refused in this period already come last. */
async function methodsToTry(ctx: Ctx, { id, customerId, expiresAt }: Subscription) {
  const methods = (await listSavedMethods(ctx, { customerId })).reverse();
  const tried = await ctx.db
    .select({ method: renewalAttempts.method })
    .from(renewalAttempts)
    .where(and(eq(renewalAttempts.subscriptionId, id), eq(renewalAttempts.periodEnd, expiresAt)));
  const times = (methodId: string) => tried.filter(({ method }) => method === methodId).length;
  return methods.sort((a, b) => times(a.id) - times(b.id));
}
