import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { AmountsByCurrency } from "@/db/schema/promocodes";
import { promoCodes } from "@/db/schema/promocodes";
import type { Ctx } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import {
  minOrderIn,
  normalizeCode,
  type PromoOffer,
  type PromoPerson,
  type PromoRefusal,
  type PromoTerms,
} from "@/server/rules/promocode";

export type PromoRow = typeof promoCodes.$inferSelect;

export const toAmounts = (stored: AmountsByCurrency): Record<string, bigint> =>
  Object.fromEntries(Object.entries(stored).map(([code, amount]) => [code, BigInt(amount)]));

export const termsOf = (row: PromoRow): PromoTerms => ({
  ...row,
  amounts: toAmounts(row.amounts),
  minOrder: toAmounts(row.minOrder),
});

/** The code a person typed. What cannot be a code is as unknown as what is none, and never asked for. */
export async function findCode(ctx: Ctx, typed: string): Promise<PromoRow> {
  const code = normalizeCode(typed);
  const [row] = code ? await ctx.db.select().from(promoCodes).where(eq(promoCodes.code, code)) : [];
  if (!row) throw refusal("promo_unknown");
  return row;
}

export async function getCodeRow(ctx: Ctx, promoCodeId: string): Promise<PromoRow> {
  const [row] = await ctx.db.select().from(promoCodes).where(eq(promoCodes.id, promoCodeId));
  if (!row) throw notFound("promo_code", promoCodeId);
  return row;
}

/**
 * Uses of one code are counted one after another. Whoever moves redemptions of a code holds its row first, so
 * that two never wait for each other.
 */
export async function lockCode(ctx: Ctx<Tx>, promoCodeId: string): Promise<PromoRow> {
  const [row] = await ctx.db
    .select()
    .from(promoCodes)
    .where(eq(promoCodes.id, promoCodeId))
    .for("no key update");
  if (!row) throw notFound("promo_code", promoCodeId);
  return row;
}

/** True for who never paid and brought no subscription along; `c` is the row of customers asked about. */
export const IS_NEW = sql`(
  not exists (select from orders o where o.customer_id = c.id and o.paid_at is not null)
  and not exists (select from subscriptions s where s.customer_id = c.id and s.origin = 'import'))`;

export async function getPerson(
  ctx: Ctx,
  input: { customerId: string; promoCodeId: string },
): Promise<PromoPerson> {
  const [row] = await ctx.db.execute<PromoPerson>(sql`
    select c.groups, ${IS_NEW} as "isNew",
      count(r.id) filter (where r.status in ('consumed', 'honoured'))::int as used,
      count(r.id) filter (where r.status = 'reserved')::int as reserved
    from customers c
    left join promo_redemptions r
      on r.customer_id = c.id and r.promo_code_id = ${input.promoCodeId}
    where c.id = ${input.customerId}
    group by c.id`);
  if (!row) throw notFound("customer", input.customerId);
  return row;
}

const MESSAGES: Record<PromoRefusal, string> = {
  promo_unknown: "There is no such promo code: check the letters and digits.",
  promo_not_started: "This promo code cannot be used yet: come back later.",
  promo_expired: "This promo code is over: continue without it or use another one.",
  promo_used_up: "This promo code has been used up: continue without it or use another one.",
  promo_not_for_you: "This promo code is for other customers: continue without it.",
  promo_new_only: "This promo code is for a first purchase: continue without it.",
  promo_per_person: "You have used this promo code already: continue without it.",
  promo_no_order: "This promo code needs no purchase: enter it as a promo code instead.",
  promo_not_for_this: "Promo codes are for plans: continue without it.",
  promo_not_for_plan: "This promo code is for another plan or duration: choose that one.",
  promo_not_for_currency: "This promo code is not for this currency: choose another one.",
  promo_min_order: "This order is too small for the promo code: choose a bigger one.",
};

export const refusal = (
  code: PromoRefusal,
  details: Record<string, string | number> = {},
): AppError =>
  new AppError(
    code === "promo_unknown" ? "not_found" : "precondition",
    code,
    MESSAGES[code],
    details,
  );

/** Values for the refusal's words. Instants are ISO, amounts minor units with their currency. */
export function refusalDetails(
  code: PromoRefusal,
  terms: PromoTerms,
  offer?: PromoOffer,
): Record<string, string | number> {
  if (code === "promo_not_started" && terms.validFrom) {
    return { from: terms.validFrom.toISOString().slice(0, 10) };
  }
  if (code === "promo_expired" && terms.validUntil) {
    return { until: terms.validUntil.toISOString().slice(0, 10) };
  }
  if (code === "promo_min_order" && offer) {
    const { currency } = offer;
    return { amount: minOrderIn(terms, currency).toString(), currency };
  }
  if (code === "promo_not_for_currency" && offer) return { currency: offer.currency };
  return {};
}
