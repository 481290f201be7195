import { and, desc, eq, gte } from "drizzle-orm";
import { fxRates } from "@/db/schema/analytics";
import { type Ctx, requireFreshFactor } from "@/server/core/context";
import { readSettings } from "@/server/core/settings";
import { convert } from "@/server/rules/fx";
import { fromDecimal, type Money } from "@/server/rules/money";
import { RATE_LASTS_DAYS } from "@/server/rules/rate-needs";
import { teamSettings } from "./settings";

const DAY_MS = 86_400_000;

/**
 * For an operator who sends money back or gives some away: above the team's limit they must have shown their
 * second factor lately. What cannot be compared, for want of a rate, counts as above.
 *
 * @throws AppError `forbidden fresh_factor_needed`
 */
export async function requireFreshFactorAbove(ctx: Ctx, spent: Money): Promise<void> {
  const { actor, clock } = ctx;
  if (actor.type !== "admin" || !actor.session) return;
  const { moneyLimit, moneyLimitCurrency } = await readSettings(ctx, teamSettings);
  const limit = fromDecimal(String(moneyLimit), moneyLimitCurrency)?.amount ?? 0n;
  const rate = await rateTo(ctx, spent.currency, moneyLimitCurrency, clock());
  const amount = rate && convert(spent, { ...rate, from: spent.currency }).amount;
  if (amount === null || amount > limit) requireFreshFactor(ctx);
}

async function rateTo(ctx: Ctx, from: Money["currency"], to: Money["currency"], now: Date) {
  if (from === to) return { to, rateMicros: 1_000_000n };
  const since = new Date(now.getTime() - RATE_LASTS_DAYS * DAY_MS).toISOString().slice(0, 10);
  const [row] = await ctx.db
    .select({ rateMicros: fxRates.rateMicros })
    .from(fxRates)
    .where(and(eq(fxRates.from, from), eq(fxRates.to, to), gte(fxRates.day, since)))
    .orderBy(desc(fxRates.day))
    .limit(1);
  return row ? { to, rateMicros: row.rateMicros } : null;
}
