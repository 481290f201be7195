"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { Bar, BarChart, CartesianGrid, Legend, Tooltip, XAxis, YAxis } from "recharts";
import { Measured } from "@/components/charts/measured";
import { EmptyState } from "@/components/layout/states";
import type { Outputs } from "@/components/lib/outputs";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { COMMISSION_KINDS, type Locale } from "@/db/enums";
import { formatMoney, money, toDecimal } from "@/server/rules/money";

const COLORS = { direct: "var(--chart-1)", override: "var(--chart-2)", bonus: "var(--chart-3)" };

/** Earnings by kind, a month a bar. */
export function EarningsChart({
  months,
  currency,
}: {
  months: Outputs["partners"]["get"]["months"];
  currency: string;
}) {
  const t = useTranslations("partners");
  const locale = useLocale() as Locale;
  const format = useFormatter();
  const points = months.map(({ month, ...sums }) => ({
    month,
    ...Object.fromEntries(
      COMMISSION_KINDS.map((kind) => [kind, Number(toDecimal(money(sums[kind], currency)))]),
    ),
  }));
  const name = (month: string) =>
    format.dateTime(new Date(`${month.slice(0, 7)}-15T12:00:00Z`), {
      month: "short",
      year: "2-digit",
      timeZone: "UTC",
    });
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("chart")}</CardTitle>
      </CardHeader>
      <CardContent>
        {months.length === 0 ? (
          <EmptyState title={t("noEarnings")} hint={t("noEarningsHint")} />
        ) : (
          <Measured className="h-56">
            {({ width, height }) => (
              <BarChart data={points} width={width} height={height}>
                <CartesianGrid vertical={false} stroke="var(--border)" strokeDasharray="3 3" />
                <XAxis
                  dataKey="month"
                  tickFormatter={name}
                  tickLine={false}
                  axisLine={false}
                  tick={{ fill: "var(--muted-foreground)", fontSize: 11 }}
                />
                <YAxis
                  width={52}
                  tickLine={false}
                  axisLine={false}
                  tick={{ fill: "var(--muted-foreground)", fontSize: 11 }}
                />
                <Tooltip
                  isAnimationActive={false}
                  cursor={{ fill: "var(--muted)" }}
                  labelFormatter={(month) => name(String(month))}
                  formatter={(value, kind) => [
                    formatMoney(money(BigInt(Math.round(Number(value) * 100)), currency), locale),
                    t(`kinds.${String(kind)}`),
                  ]}
                  contentStyle={{
                    background: "var(--popover)",
                    border: "1px solid var(--border)",
                    borderRadius: 6,
                    fontSize: 12,
                  }}
                />
                <Legend
                  formatter={(kind) => (
                    <span className="text-xs text-muted-foreground">{t(`kinds.${kind}`)}</span>
                  )}
                />
                {COMMISSION_KINDS.map((kind) => (
                  <Bar
                    key={kind}
                    dataKey={kind}
                    stackId="earned"
                    fill={COLORS[kind]}
                    isAnimationActive={false}
                  />
                ))}
              </BarChart>
            )}
          </Measured>
        )}
      </CardContent>
    </Card>
  );
}
