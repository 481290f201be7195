import { sql } from "drizzle-orm";
import { type Ctx, requirePermission } from "@/server/core/context";
import { readSettings } from "@/server/core/settings";
import { programSettings } from "@/server/domains/partners";
import { findNeeds, type RateNeed } from "@/server/rules/rate-needs";
import { analyticsSettings } from "./settings";

/** Pairs of currencies this shop converts, what for, and whether a usable rate of each is stored. */
export async function listRateNeeds(ctx: Ctx): Promise<RateNeed[]> {
  requirePermission(ctx, "overview.read");
  const [{ reportingCurrency }, program, sold, earned, stored] = await Promise.all([
    readSettings(ctx, analyticsSettings),
    readSettings(ctx, programSettings),
    soldIn(ctx),
    ctx.db.execute<{ currency: string }>(
      sql`select distinct currency from partners where status <> 'rejected'`,
    ),
    ctx.db.execute<{ from: string; to: string; day: string }>(sql`
      select from_currency as "from", to_currency as "to", max(day)::text as day
      from fx_rates group by 1, 2`),
  ]);
  return findNeeds({
    sold,
    reporting: reportingCurrency,
    // Who joined before the program's currency was changed still earns in theirs.
    earned: program.enabled ? [program.currency, ...earned.map(({ currency }) => currency)] : [],
    paidInUsdt: program.enabled && program.cryptoEnabled ? program : null,
    stored,
    today: ctx.clock(),
  });
}

/** Currencies of prices on sale, and of what was paid lately: a price that is gone may still earn commissions. */
async function soldIn(ctx: Ctx): Promise<string[]> {
  const since = new Date(ctx.clock().getTime() - 62 * 86_400_000).toISOString();
  const rows = await ctx.db.execute<{ currency: string }>(sql`
    select p.currency from plan_prices p
      join plan_durations d on d.id = p.duration_id join plans l on l.id = d.plan_id
      where l.archived_at is null
    union select a.currency from addon_prices a join addons on addons.id = a.addon_id
      where addons.archived_at is null
    union select currency from orders where paid_at >= ${since} and total > 0`);
  return rows.map(({ currency }) => currency);
}
