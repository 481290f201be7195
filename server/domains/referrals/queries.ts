import { and, desc, eq, ilike, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { z } from "zod";
import { customers } from "@/db/schema/customers";
import { referralRewards, referrals } from "@/db/schema/referrals";
import { type Ctx, requirePermission } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { isCurrency, type Money, money } from "@/server/rules/money";
import { personName } from "@/server/rules/person-name";
import {
  funnelInput,
  listRewardsInput,
  type ReferralFunnel,
  type RewardView,
  type TopReferrer,
} from "./schemas";

const DAY = 86_400_000;

type Sums = Record<string, string | number> | null;

/** `{"RUB": 100}` as amounts, in a stable order; unknown currencies cannot be written. */
const toMoney = (sums: Sums): Money[] =>
  Object.entries(sums ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([currency, amount]) =>
      isCurrency(currency) && BigInt(amount) !== 0n ? [money(BigInt(amount), currency)] : [],
    );

/** Everything that counts as money from invited people, net of what went back. */
const paidBy = (referees: SQL) => sql`
  select coalesce(jsonb_object_agg(currency, total), '{}') from (
    select o.currency, sum(o.total - o.refunded)::text as total from orders o
    where o.customer_id in (${referees}) and o.paid_at is not null and o.kind <> 'topup'
    group by o.currency
  ) s`;

/** From a click to money, for people invited within the last so many days. */
export async function referralFunnel(
  ctx: Ctx,
  input: z.input<typeof funnelInput>,
): Promise<ReferralFunnel> {
  requirePermission(ctx, "referrals.read");
  const { days } = parseInput(funnelInput, input);
  const from = new Date(ctx.clock().getTime() - days * DAY).toISOString();
  const [row] = await ctx.db.execute<{
    clicks: number;
    sign_ups: number;
    first_purchases: number;
    renewals: number;
    free_days: number;
    revenue: Sums;
    rewards: Sums;
  }>(sql`
    with brought as (
      select referee_id, first_purchase_at from referrals where signed_up_at >= ${from}::timestamptz
    ), given as (
      select w.* from referral_rewards w join referrals r on r.id = w.referral_id
      where r.signed_up_at >= ${from}::timestamptz and w.status = 'granted'
    )
    select
      (select coalesce(sum(clicks), 0)::int from referral_clicks where code <> '' and day >= ${from.slice(0, 10)}::date) as clicks,
      (select count(*)::int from brought) as sign_ups,
      (select count(first_purchase_at)::int from brought) as first_purchases,
      (select count(*)::int from orders o join brought b on b.referee_id = o.customer_id
        where o.kind = 'renew' and o.paid_at is not null) as renewals,
      (select coalesce(sum(days), 0)::int from given) as free_days,
      (${paidBy(sql`select referee_id from brought`)}) as revenue,
      (select coalesce(jsonb_object_agg(currency, total), '{}') from (
        select currency, sum(amount - reversed)::text as total from given where currency is not null group by currency
      ) s) as rewards`);
  return {
    clicks: row?.clicks ?? 0,
    signUps: row?.sign_ups ?? 0,
    firstPurchases: row?.first_purchases ?? 0,
    renewals: row?.renewals ?? 0,
    freeDays: row?.free_days ?? 0,
    revenue: toMoney(row?.revenue ?? null),
    rewards: toMoney(row?.rewards ?? null),
  };
}

/** Who brings most buyers; at most 20. */
export async function topReferrers(
  ctx: Ctx,
  input: z.input<typeof funnelInput>,
): Promise<TopReferrer[]> {
  requirePermission(ctx, "referrals.read");
  const { days } = parseInput(funnelInput, input);
  const from = new Date(ctx.clock().getTime() - days * DAY).toISOString();
  const rows = await ctx.db.execute<{
    id: string;
    name: string;
    username: string | null;
    code: string;
    sign_ups: number;
    first_purchases: number;
    revenue: Sums;
  }>(sql`
    with top as (
      select referrer_id, count(*)::int as sign_ups, count(first_purchase_at)::int as first_purchases
      from referrals where signed_up_at >= ${from}::timestamptz
      group by referrer_id order by 3 desc, 2 desc, 1 limit 20
    )
    select c.id, coalesce(nullif(trim(c.first_name || ' ' || c.last_name), ''), c.email, '') as name, c.username, c.referral_code as code,
      top.sign_ups, top.first_purchases,
      (${paidBy(sql`select referee_id from referrals r where r.referrer_id = top.referrer_id and r.signed_up_at >= ${from}::timestamptz`)}) as revenue
    from top join customers c on c.id = top.referrer_id
    order by top.first_purchases desc, top.sign_ups desc, c.id`);
  return [...rows].map((row) => ({
    customerId: row.id,
    name: row.name,
    username: row.username,
    code: row.code,
    signUps: row.sign_ups,
    firstPurchases: row.first_purchases,
    revenue: toMoney(row.revenue),
  }));
}

const referrer = alias(customers, "referrer");
const referee = alias(customers, "referee");
const nameOf = (person: typeof customers.$inferSelect) =>
  personName(person) || person.username || "";

/** Rewards, newest first; ids grow with time and are the cursor. */
export async function listRewards(
  ctx: Ctx,
  input: z.input<typeof listRewardsInput>,
): Promise<{ rows: RewardView[]; nextCursor: string | null }> {
  requirePermission(ctx, "referrals.read");
  const { status, review, q, cursor, limit } = parseInput(listRewardsInput, input);
  const text = q.replace(/^@/, "").replace(/[%_\\]/g, "\\$&");
  const rows = await ctx.db
    .select({ reward: referralRewards, referrer, referee })
    .from(referralRewards)
    .innerJoin(referrals, eq(referrals.id, referralRewards.referralId))
    .innerJoin(referrer, eq(referrer.id, referralRewards.customerId))
    .innerJoin(referee, eq(referee.id, referrals.refereeId))
    .where(
      and(
        status.length > 0 ? inArray(referralRewards.status, status) : undefined,
        review
          ? sql`${referralRewards.status} in ('held', 'granted') and ${referralRewards.signals} <> '{}' and ${referralRewards.decidedBy} is null`
          : undefined,
        cursor ? lt(referralRewards.id, cursor) : undefined,
        text
          ? or(
              ilike(referrer.username, text),
              ilike(referee.username, text),
              eq(referrer.referralCode, q.toUpperCase()),
              eq(referrer.id, q),
              eq(referee.id, q),
            )
          : undefined,
      ),
    )
    .orderBy(desc(referralRewards.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit).map(({ reward, referrer: giver, referee: friend }) => ({
    id: reward.id,
    kind: reward.kind,
    status: reward.status,
    days: reward.days,
    amount:
      reward.currency && isCurrency(reward.currency) ? money(reward.amount, reward.currency) : null,
    reversed: reward.reversed,
    lost: reward.lost,
    signals: reward.signals,
    orderId: reward.orderId,
    customerId: giver.id,
    customerName: nameOf(giver),
    refereeId: friend.id,
    refereeName: nameOf(friend),
    createdAt: reward.createdAt,
    grantedAt: reward.grantedAt,
  }));
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
