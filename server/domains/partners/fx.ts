import { and, desc, eq, gte, lte } from "drizzle-orm";
import { fxRates } from "@/db/schema/analytics";
import type { Ctx } from "@/server/core/context";
import { convert } from "@/server/rules/fx";
import { type Money, money } from "@/server/rules/money";
import { RATE_LASTS_DAYS } from "@/server/rules/rate-needs";

export const ONE = 1_000_000n;

/** The stored rate of a day in millionths, or null: it is never guessed. */
export async function rateOn(
  ctx: Ctx,
  input: { from: string; to: string; at: Date },
): Promise<bigint | null> {
  if (input.from === input.to) return ONE;
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const [row] = await ctx.db
    .select({ rate: fxRates.rateMicros })
    .from(fxRates)
    .where(
      and(
        eq(fxRates.from, input.from),
        eq(fxRates.to, input.to),
        lte(fxRates.day, day(input.at.getTime())),
        gte(fxRates.day, day(input.at.getTime() - RATE_LASTS_DAYS * 86_400_000)),
      ),
    )
    .orderBy(desc(fxRates.day))
    .limit(1);
  return row?.rate ?? null;
}

/** An amount in another currency at today's rate; null without one. `atPar`: a dollar is one USDT then. */
export async function inCurrency(
  ctx: Ctx,
  from: Money,
  to: string,
  { atPar = false }: { atPar?: boolean } = {},
): Promise<Money | null> {
  if (from.currency === to) return from;
  const target = money(0n, to);
  const rate = await rateOn(ctx, { from: from.currency, to, at: ctx.clock() });
  const par = atPar && [from.currency, to].every((code) => code === "USD" || code === "USDT");
  const rateMicros = rate ?? (par ? ONE : null);
  return rateMicros === null
    ? null
    : convert(from, { from: from.currency, to: target.currency, rateMicros });
}
