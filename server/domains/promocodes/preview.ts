import { sql } from "drizzle-orm";
import type { z } from "zod";
import { type Ctx, requirePermission } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { getPlan } from "@/server/domains/catalog";
import { money } from "@/server/rules/money";
import { quote } from "@/server/rules/pricing";
import {
  type PromoTerms,
  promoClosed,
  promoDiscount,
  promoRefusalOf,
} from "@/server/rules/promocode";
import { getCodeRow, IS_NEW } from "./internal";
import { type PromoPreview, previewPromoCodeInput } from "./schemas";

type Input = z.output<typeof previewPromoCodeInput>;

/** What a draft would mean: whether it is open, who could use it, and what an example order would cost. */
export async function previewPromoCode(
  ctx: Ctx,
  input: z.input<typeof previewPromoCodeInput>,
): Promise<PromoPreview> {
  requirePermission(ctx, "promocodes.read");
  const parsed = parseInput(previewPromoCodeInput, input);
  const saved = parsed.promoCodeId ? await getCodeRow(ctx, parsed.promoCodeId) : null;
  const terms: PromoTerms = {
    ...parsed.terms,
    uses: saved?.uses ?? 0,
    archivedAt: saved?.archivedAt ?? null,
  };
  const [audience, example] = await Promise.all([
    audienceOf(ctx, parsed),
    parsed.example ? exampleOf(ctx, terms, parsed.example) : null,
  ]);
  return { closed: promoClosed(terms, ctx.clock()), audience, example };
}

/**
 * Customers by the first reason why they may not use it: the rule `promoRefusalFor` over everybody at once, in
 * the same order. A test holds the two together.
 */
async function audienceOf(ctx: Ctx, { terms, promoCodeId }: Input) {
  const { groups, newCustomersOnly, perPerson } = terms;
  const groupList = sql`array[${sql.join(
    groups.map((group) => sql`${group}`),
    sql`, `,
  )}]::text[]`;
  type Why = PromoPreview["audience"]["refused"][number]["why"] | null;
  const rows = await ctx.db.execute<{ why: Why; count: number }>(sql`
    with used as (
      select customer_id, count(*) as times from promo_redemptions
      where promo_code_id = ${promoCodeId ?? ""} and status in ('consumed', 'honoured')
      group by 1
    )
    select case
        when c.suspended_at is not null then 'suspended'
        when ${groups.length > 0} and not c.groups && ${groupList} then 'promo_not_for_you'
        when ${newCustomersOnly} and not ${IS_NEW} then 'promo_new_only'
        when used.times >= ${perPerson} then 'promo_per_person'
      end as why, count(*)::int as count
    from customers c left join used on used.customer_id = c.id
    group by 1 order by 2 desc`);
  return {
    total: rows.reduce((sum, { count }) => sum + count, 0),
    eligible: rows.find(({ why }) => why === null)?.count ?? 0,
    refused: rows.flatMap(({ why, count }) => (why === null ? [] : [{ why, count }])),
  };
}

/** An order of a plan by somebody with no other discount, by the one price computation there is. */
async function exampleOf(
  ctx: Ctx,
  terms: PromoTerms,
  { planId, durationId, currency }: NonNullable<Input["example"]>,
): Promise<PromoPreview["example"]> {
  const plan = await getPlan(ctx, { planId });
  const duration = plan.durations.find(({ id }) => id === durationId);
  if (!duration) throw notFound("offer", durationId);
  const price = duration.prices.find((candidate) => candidate.currency === currency);
  if (!price) {
    throw new AppError("precondition", "no_price", `This plan has no price in ${currency}.`, {
      currency,
    });
  }
  const refused = promoRefusalOf(terms, {
    kind: "new",
    planId,
    durationDays: duration.days,
    currency,
    subtotal: price.amount,
  });
  const discount = refused ? null : promoDiscount(terms, currency);
  const { lines, total, subtotal } = quote({
    plan,
    duration,
    price,
    kind: "new",
    discounts: discount ? [discount] : [],
    credit: 0n,
    now: ctx.clock(),
  });
  return {
    refused,
    lines,
    total: money(total, currency),
    subtotal: money(subtotal, currency),
  };
}
