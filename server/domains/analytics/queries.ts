import { sql } from "drizzle-orm";
import type { Ctx } from "@/server/core/context";
import type { Rate } from "@/server/rules/fx";
import { type Currency, isCurrency, type Money, money } from "@/server/rules/money";

/** When the local day of `at` began in a zone. */
export async function startOfDay(ctx: Ctx, at: Date, timeZone: string): Promise<Date> {
  const [row] = await ctx.db.execute<{ at: string }>(sql`
    select extract(epoch from
      date_trunc('day', ${at.toISOString()}::timestamptz at time zone ${timeZone}) at time zone ${timeZone}
    ) * 1000 as at`);
  return new Date(Number(row?.at));
}

/** Takings less refunds per currency in [from, to). Orders without money (gifts, credit) add nothing. */
export async function takings(ctx: Ctx, from: Date, to: Date) {
  const rows = await ctx.db.execute<{ currency: string; amount: string; sales: number }>(sql`
    select currency, sum(amount)::text as amount, sum(sales)::int as sales from (
      select currency, total as amount, 1 as sales from orders
        where paid_at >= ${from.toISOString()} and paid_at < ${to.toISOString()}
      union all
      select currency, -amount, 0 from refunds
        where completed_at >= ${from.toISOString()} and completed_at < ${to.toISOString()}
          and status = 'done'
    ) moved group by currency order by currency`);
  return {
    amounts: rows.flatMap(({ currency, amount }) => known(currency, amount)),
    sales: rows.reduce((sum, row) => sum + row.sales, 0),
  };
}

/** The same by local day. */
export async function takingsByDay(ctx: Ctx, from: Date, timeZone: string) {
  const rows = await ctx.db.execute<{
    day: string;
    currency: string;
    amount: string;
    sales: number;
  }>(sql`
    select to_char(at at time zone ${timeZone}, 'YYYY-MM-DD') as day, currency,
      sum(amount)::text as amount, sum(sales)::int as sales from (
      select paid_at as at, currency, total as amount, 1 as sales from orders
        where paid_at >= ${from.toISOString()}
      union all
      select completed_at, currency, -amount, 0 from refunds
        where completed_at >= ${from.toISOString()} and status = 'done'
    ) moved group by 1, 2`);
  return rows.map((row) => ({ ...row, money: known(row.currency, row.amount) }));
}

export async function newCustomersByDay(ctx: Ctx, from: Date, timeZone: string) {
  return ctx.db.execute<{ day: string; count: number }>(sql`
    select to_char(created_at at time zone ${timeZone}, 'YYYY-MM-DD') as day, count(*)::int as count
    from customers where created_at >= ${from.toISOString()} group by 1`);
}

/** Everything on the overview that is a count: one round trip, each served by an index. */
export async function counts(
  ctx: Ctx,
  input: { today: Date; yesterday: Date; thisTimeYesterday: Date; now: Date },
) {
  const soon = new Date(input.now.getTime() + 3 * 86_400_000);
  const [row] = await ctx.db.execute<
    Record<
      | "customersToday"
      | "customersYesterday"
      | "customersTotal"
      | "active"
      | "expiringSoon"
      | "queued"
      | "waiting"
      | "rejected"
      | "heldPayments"
      | "deadEvents",
      number
    > & { oldest: string | null }
  >(sql`
    select
      (select count(*) from customers where created_at >= ${input.today.toISOString()})::int
        as "customersToday",
      (select count(*) from customers where created_at >= ${input.yesterday.toISOString()}
        and created_at < ${input.thisTimeYesterday.toISOString()})::int as "customersYesterday",
      (select count(*) from customers)::int as "customersTotal",
      (select count(*) from subscriptions where status in ('active', 'trial', 'limited'))::int
        as active,
      (select count(*) from subscriptions where status in ('active', 'trial', 'limited')
        and expires_at >= ${input.now.toISOString()}
        and expires_at < ${soon.toISOString()})::int as "expiringSoon",
      behind.*,
      (select count(*) from payments where status = 'held')::int as "heldPayments",
      (select count(*) from gateway_events
        where status in ('received', 'failed', 'dead') and status = 'dead')::int as "deadEvents"
    from (select
      (count(*) filter (where provisioning in ('idle', 'queued')))::int as queued,
      (count(*) filter (where provisioning = 'waiting'))::int as waiting,
      (count(*) filter (where provisioning = 'rejected'))::int as rejected,
      extract(epoch from min(updated_at)) * 1000 as oldest
      from subscriptions where observed_revision < desired_revision) behind`);
  if (!row) throw new Error("counting gave no row");
  return { ...row, oldest: row.oldest === null ? null : new Date(Number(row.oldest)) };
}

/** The newest rate of each currency to `to`. */
export async function latestRates(ctx: Ctx, to: Currency): Promise<Rate[]> {
  const rows = await ctx.db.execute<{ from: string; rate: string }>(sql`
    select distinct on (from_currency) from_currency as "from", rate_micros::text as rate
    from fx_rates where to_currency = ${to} order by from_currency, day desc`);
  return rows.flatMap(({ from, rate }) =>
    isCurrency(from) ? [{ from, to, rateMicros: BigInt(rate) }] : [],
  );
}

/** A currency this product does not know cannot be shown; none is ever written. */
const known = (currency: string, amount: string): Money[] =>
  isCurrency(currency) ? [money(BigInt(amount), currency)] : [];
