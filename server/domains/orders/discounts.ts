import type { Ctx } from "@/server/core/context";
import { AppError, isAppError } from "@/server/core/errors";
import type { CustomerView } from "@/server/domains/customers/schemas";
import { checkPromoCode } from "@/server/domains/promocodes";
import { refereeDiscount } from "@/server/domains/referrals";
import type { Discount, Quote, QuotedPromo } from "@/server/rules/pricing";

export const personalDiscount = (basisPoints: number): Discount[] =>
  basisPoints > 0 ? [{ source: "personal", kind: "percent", basisPoints }] : [];

type Choice = { discounts: Discount[]; promo: QuotedPromo | null };
/** What may be taken off: without a code, and with it where there is one. */
type Discounts = { plain: Choice; withCode: (Choice & { asked: boolean }) | null };
type Offer = Parameters<typeof checkPromoCode>[1]["offer"];

/**
 * Everything this customer may have taken off this offer. A code that is asked for must fit, or says why not;
 * one that was entered earlier is used when it fits.
 */
export async function discountsFor(
  ctx: Ctx,
  input: { customer: CustomerView; promoCode: string | null | undefined; offer: Offer },
): Promise<Discounts> {
  const { customer, promoCode, offer } = input;
  const referral = await refereeDiscount(ctx, { customerId: customer.id });
  const own = [...personalDiscount(customer.personalDiscountBp), ...(referral ? [referral] : [])];
  const plain: Choice = { discounts: own, promo: null };
  const asked = Boolean(promoCode);
  const code = promoCode === undefined ? customer.pendingPromoCode : promoCode;
  if (!code) return { plain, withCode: null };
  try {
    const found = await checkPromoCode(ctx, { code, customerId: customer.id, offer });
    const { promoCodeId, discount, stacks } = found;
    return {
      plain,
      withCode: {
        discounts: stacks ? [...own, discount] : [discount],
        promo: { promoCodeId, code: found.code },
        asked,
      },
    };
  } catch (error) {
    if (!asked && isAppError(error)) return { plain, withCode: null };
    throw error;
  }
}

/**
 * A code that does not go with other discounts is used when the customer pays less for it.
 *
 * @throws AppError `precondition promo_not_better` when a code asked for would take nothing more off
 */
export function cheapest(
  { plain, withCode }: Discounts,
  quoteWith: (choice: Choice) => Quote,
): Quote {
  if (!withCode) return quoteWith(plain);
  const { asked, ...choice } = withCode;
  const [without, using] = [quoteWith(plain), quoteWith(choice)];
  if (using.discount > without.discount) return using;
  if (!asked) return without;
  throw new AppError(
    "precondition",
    "promo_not_better",
    "This code would take nothing more off: the discount you have already is as good.",
  );
}
