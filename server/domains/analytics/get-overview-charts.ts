import type { z } from "zod";
import { type Ctx, requirePermission } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { readSettings } from "@/server/core/settings";
import { convertAll } from "@/server/rules/fx";
import type { Money } from "@/server/rules/money";
import { latestRates, newCustomersByDay, startOfDay, takingsByDay } from "./queries";
import { type ChartDay, chartsInput, type OverviewCharts } from "./schemas";
import { analyticsSettings } from "./settings";

const DAY_MS = 86_400_000;

/** Revenue, sales and new customers of the last days, a row for each day, days without anything too. */
export async function getOverviewCharts(
  ctx: Ctx,
  input: z.input<typeof chartsInput>,
): Promise<OverviewCharts> {
  requirePermission(ctx, "overview.read");
  const { days, timeZone } = parseInput(chartsInput, input);
  const now = ctx.clock();
  const from = await startOfDay(ctx, new Date(now.getTime() - (days - 1) * DAY_MS), timeZone);
  const { reportingCurrency } = await readSettings(ctx, analyticsSettings);
  const [taken, customers, rates] = await Promise.all([
    takingsByDay(ctx, from, timeZone),
    newCustomersByDay(ctx, from, timeZone),
    latestRates(ctx, reportingCurrency),
  ]);
  const newcomers = new Map(customers.map(({ day, count }) => [day, count]));
  const unconverted = new Map<string, Money>();
  const rows = localDays(now, days, timeZone).map((day): ChartDay => {
    const rowsOfDay = taken.filter((row) => row.day === day);
    const sum = convertAll(
      rowsOfDay.flatMap((row) => row.money),
      reportingCurrency,
      rates,
    );
    for (const { currency, amount } of sum.unconverted) {
      const before = unconverted.get(currency)?.amount ?? 0n;
      unconverted.set(currency, { currency, amount: before + amount });
    }
    return {
      day,
      revenue: sum.total,
      sales: rowsOfDay.reduce((total, row) => total + row.sales, 0),
      customers: newcomers.get(day) ?? 0,
    };
  });
  return { currency: reportingCurrency, days: rows, unconverted: [...unconverted.values()] };
}

/** The last `count` calendar days of a zone as `2026-07-24`, oldest first. */
function localDays(now: Date, count: number, timeZone: string): string[] {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  const last = Date.parse(`${format.format(now)}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) =>
    new Date(last - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}
