import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { COMMISSION_KINDS, type CommissionKind } from "@/db/enums";
import { customers } from "@/db/schema/customers";
import { partnerCommissions, partners } from "@/db/schema/partners";
import type { Ctx } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { levelProgress } from "@/server/rules/commission";
import { divideHalfUp, FULL_BP, money } from "@/server/rules/money";
import {
  balancesOf,
  balanceViews,
  getPartnerRow,
  nameOf,
  type PartnerRow,
  requireOwnOr,
  toView,
} from "./internal";
import { activeReferrals } from "./levels";
import { levelViews, readProgram } from "./program";
import {
  type Cohort,
  type LevelStanding,
  type MonthEarnings,
  type PartnerOverview,
  partnerInput,
} from "./schemas";

const MONTHS = 12;

/** Everything about a partner's business here: balances from the ledger, earnings, holds, level, referrals. */
export async function getPartnerOverview(
  ctx: Ctx,
  input: z.input<typeof partnerInput>,
): Promise<PartnerOverview> {
  const { partnerId } = parseInput(partnerInput, input);
  const partner = await getPartnerRow(ctx, partnerId);
  requireOwnOr(ctx, partner, "partners.read");
  const { currency } = partner;
  const since = monthsAgo(ctx.clock(), MONTHS - 1);
  const [balances, earnings, paidOut, level, holds, referrals, subPartners, months, cohorts] =
    await Promise.all([
      balancesOf(ctx, partner),
      earningsByKind(ctx, partner),
      paidOutOf(ctx, partner),
      standingOf(ctx, partner),
      holdsOf(ctx, partner),
      referralsOf(ctx, partner),
      subPartnersOf(ctx, partner),
      monthsOf(ctx, partner, since),
      cohortsOf(ctx, partner, since),
    ]);
  return {
    partner: toView(partner),
    balances: balanceViews(balances, currency),
    earnings,
    paidOut: money(paidOut, currency),
    level,
    holds,
    referrals: { ...referrals, active: level.referrals },
    subPartners,
    months,
    cohorts,
  };
}

/** The first moment of the month that many months back, by UTC. */
const monthsAgo = (now: Date, count: number): Date =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count, 1));

async function earningsByKind(ctx: Ctx, { id, currency }: PartnerRow) {
  const rows = await ctx.db
    .select({
      kind: partnerCommissions.kind,
      count: sql<number>`(count(*) filter (where ${partnerCommissions.amount} > 0))::int`,
      amount: sql<string>`sum(${partnerCommissions.amount} - ${partnerCommissions.reversed})::text`,
      reversed: sql<string>`sum(${partnerCommissions.reversed})::text`,
    })
    .from(partnerCommissions)
    .where(eq(partnerCommissions.partnerId, id))
    .groupBy(partnerCommissions.kind);
  return COMMISSION_KINDS.map((kind) => {
    const row = rows.find((candidate) => candidate.kind === kind);
    return {
      kind,
      count: row?.count ?? 0,
      amount: money(BigInt(row?.amount ?? "0"), currency),
      reversed: money(BigInt(row?.reversed ?? "0"), currency),
    };
  });
}

/** What arrived, fees taken off: from the books, as every amount is. */
async function paidOutOf(ctx: Ctx, { id }: PartnerRow): Promise<bigint> {
  const [row] = await ctx.db.execute<{ sum: string }>(sql`
    select coalesce(sum(-e.amount), 0)::text as sum
    from payouts p
    join ledger_journals j on j.reference_type = 'payout' and j.reference_id = p.id
    join ledger_entries e on e.journal_id = j.id
    join ledger_accounts a on a.id = e.account_id
    where p.partner_id = ${id} and j.kind = 'payout.paid'
      and a.kind in ('gateway_clearing', 'customer_credit')`);
  return BigInt(row?.sum ?? "0");
}

async function standingOf(ctx: Ctx, partner: PartnerRow): Promise<LevelStanding> {
  const program = await readProgram(ctx);
  const counts = await activeReferrals(ctx, {
    customerIds: [partner.customerId],
    activeDays: program.settings.activeDays,
  });
  const views = levelViews(program);
  const { referrals, next } = levelProgress(program.levels, counts.get(partner.customerId) ?? 0);
  const index = Math.min(partner.level, views.length - 1);
  const ahead = next ? views.find(({ from }) => from === next.from) : undefined;
  return {
    index,
    name: views[index]?.name ?? "",
    rateBp: partner.terms.directBp ?? views[index]?.rateBp ?? 0,
    referrals,
    next: next && ahead ? { ...ahead, missing: next.missing } : null,
  };
}

async function holdsOf(ctx: Ctx, { id, currency }: PartnerRow) {
  const rows = await ctx.db
    .select({
      day: sql<string>`to_char(${partnerCommissions.payableAt} at time zone 'UTC', 'YYYY-MM-DD')`,
      amount: sql<string>`sum(${partnerCommissions.amount} - ${partnerCommissions.reversed})::text`,
      count: sql<number>`count(*)::int`,
    })
    .from(partnerCommissions)
    .where(and(eq(partnerCommissions.partnerId, id), eq(partnerCommissions.status, "pending")))
    .groupBy(sql`1`)
    .orderBy(sql`1`);
  return rows.map((row) => ({ ...row, amount: money(BigInt(row.amount), currency) }));
}

async function referralsOf(ctx: Ctx, { customerId }: PartnerRow) {
  const [row] = await ctx.db.execute<{ came: number; paid: number }>(sql`
    select count(*)::int as came, (count(*) filter (where exists (
      select 1 from orders o where o.customer_id = c.id and o.paid_at is not null and o.total > 0)))::int as paid
    from customers c where c.referred_by = ${customerId}`);
  const { came, paid } = row ?? { came: 0, paid: 0 };
  const conversion = came === 0 ? 0n : divideHalfUp(BigInt(paid * FULL_BP), BigInt(came));
  return { signedUp: came, paid, conversionBp: Number(conversion) };
}

/** Those directly below, and what overrides of them brought. */
async function subPartnersOf(ctx: Ctx, { id, currency }: PartnerRow) {
  const rows = await ctx.db
    .select({
      id: partners.id,
      level: partners.level,
      customer: customers,
      earned: sql<string>`(select coalesce(sum(k.amount - k.reversed), 0)::text from partner_commissions k
        where k.partner_id = ${id} and k.source_partner_id = ${partners.id})`,
    })
    .from(partners)
    .innerJoin(customers, eq(customers.id, partners.customerId))
    .where(eq(partners.parentId, id))
    .orderBy(partners.createdAt)
    .limit(200);
  return rows.map((row) => ({
    id: row.id,
    level: row.level,
    name: nameOf(row.customer),
    earned: money(BigInt(row.earned), currency),
  }));
}

async function monthsOf(ctx: Ctx, { id }: PartnerRow, since: Date): Promise<MonthEarnings[]> {
  const rows = await ctx.db.execute<{ month: string; kind: CommissionKind; amount: string }>(sql`
    select to_char(created_at at time zone 'UTC', 'YYYY-MM') as month, kind,
      sum(amount - reversed)::text as amount
    from partner_commissions where partner_id = ${id} and created_at >= ${since.toISOString()}
    group by 1, 2`);
  return Array.from({ length: MONTHS }, (_, index) => {
    const month = new Date(Date.UTC(since.getUTCFullYear(), since.getUTCMonth() + index, 1))
      .toISOString()
      .slice(0, 7);
    const of = (kind: CommissionKind) =>
      BigInt(rows.find((row) => row.month === month && row.kind === kind)?.amount ?? "0");
    return { month, direct: of("direct"), override: of("override"), bonus: of("bonus") };
  });
}

/** Referrals by the month they came: how many paid in each month since, and what they brought. */
async function cohortsOf(ctx: Ctx, partner: PartnerRow, since: Date): Promise<Cohort[]> {
  const start = since.toISOString();
  const { settings } = await readProgram(ctx);
  const active = new Date(ctx.clock().getTime() - settings.activeDays * 86_400_000).toISOString();
  const [sizes, paying, earned] = await Promise.all([
    ctx.db.execute<{ month: string; came: number; paid: number; active: number }>(sql`
      select to_char(c.created_at at time zone 'UTC', 'YYYY-MM') as month, count(*)::int as came,
        (count(*) filter (where bought.last is not null))::int as paid,
        (count(*) filter (where bought.last >= ${active}))::int as active
      from customers c
      cross join lateral (select max(o.paid_at) as last from orders o where o.customer_id = c.id
        and o.paid_at is not null and o.total > 0) bought
      where c.referred_by = ${partner.customerId} and c.created_at >= ${start}
      group by 1 order by 1`),
    ctx.db.execute<{ month: string; later: number; n: number }>(sql`
      select to_char(c.created_at at time zone 'UTC', 'YYYY-MM') as month,
        ((extract(year from o.paid_at at time zone 'UTC') - extract(year from c.created_at at time zone 'UTC')) * 12
          + extract(month from o.paid_at at time zone 'UTC')
          - extract(month from c.created_at at time zone 'UTC'))::int as later,
        count(distinct c.id)::int as n
      from customers c join orders o on o.customer_id = c.id and o.paid_at is not null and o.total > 0
      where c.referred_by = ${partner.customerId} and c.created_at >= ${start}
      group by 1, 2`),
    ctx.db.execute<{ month: string; amount: string }>(sql`
      select to_char(c.created_at at time zone 'UTC', 'YYYY-MM') as month,
        sum(k.amount - k.reversed)::text as amount
      from partner_commissions k join customers c on c.id = k.customer_id
      where k.partner_id = ${partner.id} and k.kind = 'direct' and c.created_at >= ${start}
      group by 1`),
  ]);
  return sizes.map(({ month, came, paid, active: still }) => {
    const mine = paying.filter((row) => row.month === month && row.later >= 0);
    const span = Math.max(0, ...mine.map(({ later }) => later)) + 1;
    return {
      month,
      signedUp: came,
      paid,
      active: still,
      payingByMonth: Array.from(
        { length: span },
        (_, later) => mine.find((row) => row.later === later)?.n ?? 0,
      ),
      earned: money(
        BigInt(earned.find((row) => row.month === month)?.amount ?? "0"),
        partner.currency,
      ),
    };
  });
}
