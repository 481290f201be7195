import type { z } from "zod";
import { type Ctx, requirePermission } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { readSettings } from "@/server/core/settings";
import { convertAll, type Rate } from "@/server/rules/fx";
import type { Currency, Money } from "@/server/rules/money";
import { counts, latestRates, startOfDay, takings } from "./queries";
import { type Figure, type Overview, overviewInput } from "./schemas";
import { analyticsSettings } from "./settings";

/** The state of the business right now: today by the operator's own calendar, yesterday up to this time. */
export async function getOverview(
  ctx: Ctx,
  input: z.input<typeof overviewInput>,
): Promise<Overview> {
  requirePermission(ctx, "overview.read");
  const { timeZone } = parseInput(overviewInput, input);
  const now = ctx.clock();
  const today = await startOfDay(ctx, now, timeZone);
  // Twelve hours back is yesterday on days of 23 and of 25 hours as well.
  const yesterday = await startOfDay(ctx, new Date(today.getTime() - 43_200_000), timeZone);
  // A day that has only begun is compared with as much of the one before.
  const elapsed = now.getTime() - today.getTime();
  const thisTimeYesterday = new Date(yesterday.getTime() + elapsed);
  const { reportingCurrency } = await readSettings(ctx, analyticsSettings);
  const [taken, takenBefore, counted, rates] = await Promise.all([
    takings(ctx, today, new Date(now.getTime() + 1)),
    takings(ctx, yesterday, thisTimeYesterday),
    counts(ctx, { today, yesterday, thisTimeYesterday, now }),
    latestRates(ctx, reportingCurrency),
  ]);
  const { queued, waiting, rejected, oldest } = counted;
  return {
    asOf: now,
    today,
    revenue: {
      today: figure(taken.amounts, reportingCurrency, rates),
      yesterday: figure(takenBefore.amounts, reportingCurrency, rates),
    },
    sales: { today: taken.sales, yesterday: takenBefore.sales },
    customers: {
      today: counted.customersToday,
      yesterday: counted.customersYesterday,
      total: counted.customersTotal,
    },
    subscriptions: { active: counted.active, expiringSoon: counted.expiringSoon },
    provisioning: { queued, waiting, rejected, oldest },
    heldPayments: counted.heldPayments,
    deadEvents: counted.deadEvents,
  };
}

const figure = (originals: Money[], to: Currency, rates: Rate[]): Figure => ({
  ...convertAll(originals, to, rates),
  originals,
});
