import type { z } from "zod";
import { type Ctx, requireSelfOr } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { getPlan, getStorefront } from "@/server/domains/catalog";
import { quoteOrder } from "@/server/domains/orders";
import { getSubscriptionView } from "@/server/domains/subscriptions";
import { money } from "@/server/rules/money";
import { GATEWAY_IDS, openGateway } from "./gateways/registry";
import { type PaymentMethod, type PurchaseKind, type WayToPay, waysToPayInput } from "./schemas";

/** Gateways that are switched on and able to take money, in the order customers see them. */
export async function listPaymentMethods(ctx: Ctx): Promise<PaymentMethod[]> {
  const opened = await Promise.all(
    GATEWAY_IDS.map(async (id) => {
      const { gateway, settings } = await openGateway(ctx, id);
      return { gateway, ready: await gateway.isReady(ctx, settings) };
    }),
  );
  return opened
    .filter(({ ready }) => ready)
    .map(({ gateway: { id, label, currencies } }) => ({ gateway: id, label, currencies }));
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

/** Currencies a duration has a price in, on sale or (for a renewal) not any more. */
async function pricesOf(
  ctx: Ctx,
  { customerId, planId, durationId }: { customerId: string; planId: string; durationId: string },
) {
  const { plans } = await getStorefront(ctx, { customerId });
  const plan = plans.find(({ id }) => id === planId) ?? (await getPlan(ctx, { planId }));
  return plan.durations.find(({ id }) => id === durationId)?.prices ?? [];
}

/** The price each method would charge for this purchase, exactly as it would be charged. */
export async function listWaysToPay(
  ctx: Ctx,
  input: z.input<typeof waysToPayInput>,
): Promise<WayToPay[]> {
  const wanted = parseInput(waysToPayInput, input);
  requireSelfOr(ctx, wanted.customerId, "orders.read");
  const [methods, kind, prices] = await Promise.all([
    listPaymentMethods(ctx),
    purchaseKind(ctx, wanted),
    pricesOf(ctx, wanted),
  ]);
  const ways: WayToPay[] = [];
  for (const { gateway, label, currencies } of methods) {
    const price = prices.find(({ currency }) => currencies.includes(currency));
    if (!price) continue;
    const quote = await quoteOrder(ctx, { ...wanted, kind, currency: price.currency });
    ways.push({
      gateway,
      label: { en: label.en, ru: label.ru },
      kind,
      lines: quote.lines.map(({ code, amount }) => ({
        code,
        amount: money(amount, quote.currency),
      })),
      total: money(quote.total, quote.currency),
      expiresAt: quote.expiresAt,
    });
  }
  return ways;
}

/** The currency a gateway takes this purchase in; null when there is no such price. */
export async function currencyFor(
  ctx: Ctx,
  input: { customerId: string; planId: string; durationId: string; currencies: readonly string[] },
) {
  const prices = await pricesOf(ctx, input);
  return prices.find(({ currency }) => input.currencies.includes(currency))?.currency ?? null;
}
