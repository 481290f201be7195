"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormatter, useLocale, useTimeZone, useTranslations } from "next-intl";
import { DayChart } from "@/components/charts/day-chart";
import { Loaded } from "@/components/layout/states";
import { useTRPC } from "@/components/lib/trpc";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import type { Locale } from "@/db/enums";
import { CURRENCIES, formatMoney, type Money } from "@/server/rules/money";

/** Thirty days of revenue, sales and new customers. */
export function OverviewCharts() {
  const t = useTranslations("analytics");
  const trpc = useTRPC();
  const locale = useLocale() as Locale;
  const format = useFormatter();
  const timeZone = useTimeZone() ?? "UTC";
  const charts = useQuery(trpc.admin.analytics.charts.queryOptions({ timeZone }));
  const skeleton = <Skeleton className="h-52 w-full" />;
  const sum = (values: bigint[]) => values.reduce((total, value) => total + value, 0n);

  return (
    <div className="grid gap-5 xl:grid-cols-[2fr_1fr_1fr]">
      <Card className="md:col-span-1">
        <CardHeader>
          <CardTitle>{t("revenue30")}</CardTitle>
          {charts.data && (
            <CardDescription className="tabular">
              {formatMoney(
                {
                  amount: sum(charts.data.days.map(({ revenue }) => revenue.amount)),
                  currency: charts.data.currency,
                },
                locale,
              )}
            </CardDescription>
          )}
        </CardHeader>
        <CardContent>
          <Loaded query={charts} skeleton={skeleton}>
            {({ days, currency, unconverted }) => (
              <>
                <DayChart
                  kind="area"
                  color="var(--chart-1)"
                  label={t("revenue")}
                  data={days.map(({ day, revenue }) => ({ day, value: major(revenue) }))}
                  format={(value) => formatMoney(minor(value, currency), locale)}
                  formatTick={(value) => format.number(value, { notation: "compact" })}
                />
                {unconverted.length > 0 && (
                  <p className="mt-2 text-xs text-warning">
                    {t("unconverted", {
                      amounts: unconverted.map((money) => formatMoney(money, locale)).join(" · "),
                    })}
                  </p>
                )}
              </>
            )}
          </Loaded>
        </CardContent>
      </Card>
      {(["sales", "customers"] as const).map((key, index) => (
        <Card key={key}>
          <CardHeader>
            <CardTitle>{t(`${key}30`)}</CardTitle>
            {charts.data && (
              <CardDescription className="tabular">
                {format.number(charts.data.days.reduce((total, day) => total + day[key], 0))}
              </CardDescription>
            )}
          </CardHeader>
          <CardContent>
            <Loaded query={charts} skeleton={skeleton}>
              {({ days }) => (
                <DayChart
                  kind="bar"
                  color={`var(--chart-${index + 2})`}
                  label={t(`${key}30`)}
                  data={days.map((day) => ({ day: day.day, value: day[key] }))}
                  format={(value) => format.number(value)}
                />
              )}
            </Loaded>
          </CardContent>
        </Card>
      ))}
    </div>
  );
}

/** A chart's height needs no exact cents: only here money becomes a float. */
const major = ({ amount, currency }: Money): number => Number(amount) / 10 ** CURRENCIES[currency];
const minor = (value: number, currency: Money["currency"]): Money => ({
  amount: BigInt(Math.round(value * 10 ** CURRENCIES[currency])),
  currency,
});
