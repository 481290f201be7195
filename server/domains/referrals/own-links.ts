import { sql } from "drizzle-orm";
import { type Ctx, requireSelfOr } from "@/server/core/context";
import { env } from "@/server/core/env";
import { getCustomer } from "@/server/domains/customers";
import { getContactPoints } from "@/server/domains/notifications";
import { invitationPayload } from "@/server/rules/referral-code";
import type { OwnLink } from "./schemas";

type Counted = {
  slug: string;
  name: string | null;
  clicks: number;
  sign_ups: number;
  purchases: number;
};

/** The links a person invites by, the plain one first, and what each brought. */
export async function ownLinks(ctx: Ctx, input: { customerId: string }): Promise<OwnLink[]> {
  requireSelfOr(ctx, input.customerId, "referrals.read");
  const [{ referralCode: code }, { botUsername }] = await Promise.all([
    getCustomer(ctx, input),
    getContactPoints(ctx),
  ]);
  const rows = await ctx.db.execute<Counted>(sql`
    with came as (
      select campaign as slug, count(*)::int as sign_ups, count(first_purchase_at)::int as purchases
      from referrals where referrer_id = ${input.customerId} group by 1
    ), clicked as (
      select campaign as slug, sum(clicks)::int as clicks
      from referral_clicks where code = ${code} group by 1
    ), named as (
      select slug, name from referral_campaigns
      where customer_id = ${input.customerId} and archived_at is null
    )
    select slug, named.name, coalesce(clicks, 0) as clicks, coalesce(sign_ups, 0) as sign_ups,
      coalesce(purchases, 0) as purchases
    from (select '' as slug) plain full join came using (slug) full join clicked using (slug)
      full join named using (slug)
    order by slug <> '', sign_ups desc nulls last, clicks desc nulls last, slug
    limit 50`);
  const { APP_URL, PORT } = env();
  const web = `${APP_URL ?? `http://localhost:${PORT}`}/r/${code}`;
  return rows.map(({ slug, name, clicks, sign_ups: signUps, purchases }) => ({
    slug,
    name: name ?? slug,
    url: botUsername
      ? `https://t.me/${botUsername}?start=${invitationPayload({ code, campaign: slug })}`
      : `${web}${slug && `?c=${slug}`}`,
    clicks,
    signUps,
    purchases,
  }));
}
