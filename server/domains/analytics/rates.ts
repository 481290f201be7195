import { sql } from "drizzle-orm";
import type { z } from "zod";
import { fxRates } from "@/db/schema/analytics";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { daysSince, RATE_LASTS_DAYS } from "@/server/rules/rate-needs";
import { type RateView, storeRateInput } from "./schemas";

/** An operator says what a currency was worth on a day. Said again for the same day, the later word counts. */
export async function storeRate(ctx: Ctx, input: z.input<typeof storeRateInput>): Promise<void> {
  requirePermission(ctx, "settings.write");
  const { from, to, rate, day } = parseInput(storeRateInput, input);
  const now = ctx.clock();
  const stored = {
    rateMicros: toMicros(rate),
    source: ctx.actor.type === "admin" ? "operator" : ctx.actor.id,
    storedAt: now,
  };
  const today = now.toISOString().slice(0, 10);
  const of = day ?? today;
  if (of > today) {
    throw new AppError(
      "validation",
      "invalid_input",
      "day: this day has not come yet, choose today or an earlier one",
      { field: "day" },
    );
  }
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .insert(fxRates)
      .values({ day: of, from, to, ...stored })
      .onConflictDoUpdate({ target: [fxRates.from, fxRates.to, fxRates.day], set: stored });
    await recordAudit(tx, {
      action: "analytics.storeRate",
      subject: { type: "rate", id: `${from}:${to}` },
      after: { day: of, rate },
    });
  });
}

/** The newest stored rate of every pair. */
export async function listRates(ctx: Ctx): Promise<RateView[]> {
  requirePermission(ctx, "overview.read");
  const rows = await ctx.db.execute<{
    from: string;
    to: string;
    day: string;
    micros: string;
    source: string;
  }>(sql`
    select distinct on (from_currency, to_currency) from_currency as "from", to_currency as "to",
      day::text as day, rate_micros::text as micros, source
    from fx_rates order by from_currency, to_currency, day desc`);
  return rows.map(({ micros, ...row }) => ({
    ...row,
    rateMicros: BigInt(micros),
    old: daysSince(row.day, ctx.clock()) > RATE_LASTS_DAYS,
  }));
}

/** `81.5` as 81500000; the schema has seen to its shape. */
function toMicros(rate: string): bigint {
  const [whole = "0", fraction = ""] = rate.split(".");
  return BigInt(whole + fraction.padEnd(6, "0"));
}
