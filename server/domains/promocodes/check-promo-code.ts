import { type Ctx, requireSelfOr } from "@/server/core/context";
import type { Discount } from "@/server/rules/pricing";
import {
  type PromoOffer,
  promoDiscount,
  promoRefusalFor,
  promoRefusalOf,
} from "@/server/rules/promocode";
import { findCode, getPerson, refusal, refusalDetails, termsOf } from "./internal";

export type CheckedPromo = {
  promoCodeId: string;
  code: string;
  discount: Discount;
  /** May be combined with the personal and the referral discount. */
  stacks: boolean;
};

/**
 * What a code takes off this offer for this person now. Nothing is set aside: `reservePromoCode` does that,
 * and may still find the code used up. Uses that the person's own open orders hold do not count, since a new
 * order takes their place.
 *
 * @throws AppError `not_found promo_unknown` or `precondition promo_…` with the reason
 */
export async function checkPromoCode(
  ctx: Ctx,
  input: { code: string; customerId: string; offer: PromoOffer },
): Promise<CheckedPromo> {
  const { customerId, offer } = input;
  requireSelfOr(ctx, customerId, "orders.read");
  const row = await findCode(ctx, input.code);
  const terms = termsOf(row);
  const person = await getPerson(ctx, { customerId, promoCodeId: row.id });
  const why = promoRefusalFor(terms, person, ctx.clock()) ?? promoRefusalOf(terms, offer);
  if (why) throw refusal(why, refusalDetails(why, terms, offer));
  const discount = promoDiscount(terms, offer.currency);
  if (!discount) throw refusal("promo_not_for_currency", { currency: offer.currency });
  return { promoCodeId: row.id, code: row.code, discount, stacks: row.stacks };
}
