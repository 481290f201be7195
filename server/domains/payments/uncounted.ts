import type { Ctx } from "@/server/core/context";
import { listGrants } from "@/server/domains/subscriptions";
import { CURRENCY_CODES, type Currency, type Money, money } from "@/server/rules/money";
import { unusedValue } from "@/server/rules/proration";

/**
 * What is left of a subscription's paid time, by the currency it was paid in: a change of plan counts only what
 * was paid in its own, and whoever chooses another is to know before paying.
 */
export async function unusedByCurrency(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<(besides: Currency) => Money[]> {
  const grants = await listGrants(ctx, input);
  const left = new Map<Currency, bigint>();
  for (const { paid, startsAt, endsAt } of grants) {
    const currency = CURRENCY_CODES.find((code) => code === paid.currency);
    const value = unusedValue({ paid: paid.amount, startsAt, endsAt }, ctx.clock());
    if (currency && value > 0n) left.set(currency, (left.get(currency) ?? 0n) + value);
  }
  return (besides) =>
    [...left].flatMap(([currency, amount]) =>
      currency === besides ? [] : [money(amount, currency)],
    );
}
