"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { ChoiceFilter } from "@/components/data-table/choice-filter";
import { Amount } from "@/components/layout/amount";
import { HelpHint } from "@/components/layout/help-hint";
import { useMay } from "@/components/layout/may";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import { useTRPC } from "@/components/lib/trpc";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { Money } from "@/server/rules/money";

const STEPS = ["clicks", "signUps", "firstPurchases", "renewals"] as const;
const RANGES = [7, 30, 90, 365];

/** From a click to money: each step with what share of the one before it got there. */
export function Funnel({ days, onDays }: { days: number; onDays: (days: number) => void }) {
  const t = useTranslations("referrals.funnel");
  const format = useFormatter();
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.admin.referrals.funnel.queryOptions({ days }),
    placeholderData: keepPreviousData,
  });
  const trials = useQuery({
    ...trpc.admin.referrals.trials.queryOptions(),
    enabled: useMay()("overview.read"),
  });
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>
            {t("title")}
            <HelpHint term="funnel" />
          </CardTitle>
          <CardDescription>{t("hint")}</CardDescription>
        </div>
        <ChoiceFilter
          label={t("range")}
          value={String(days)}
          onChange={(value) => onDays(Number(value))}
          options={RANGES.map((range) => ({
            value: String(range),
            label: t("days", { days: range }),
          }))}
        />
      </CardHeader>
      <CardContent>
        <Loaded query={query} skeleton={<BlockSkeleton rows={5} />}>
          {(funnel) => {
            const widest = Math.max(1, ...STEPS.map((step) => funnel[step]));
            return (
              <div className="grid gap-6 lg:grid-cols-[1fr_18rem]">
                <ol className="flex flex-col gap-3">
                  {STEPS.map((step, index) => {
                    const before = index > 0 ? funnel[STEPS[index - 1] ?? "clicks"] : 0;
                    return (
                      <li key={step} className="flex flex-col gap-1">
                        <div className="flex justify-between gap-3 text-[13px]">
                          <span className="text-muted-foreground">{t(`steps.${step}`)}</span>
                          <span className="tabular-nums">
                            <strong className="font-medium">{format.number(funnel[step])}</strong>
                            {index > 0 && index < 3 && before > 0 && (
                              <span className="ml-2 text-xs text-muted-foreground">
                                {format.number(funnel[step] / before, {
                                  style: "percent",
                                  maximumFractionDigits: 1,
                                })}
                              </span>
                            )}
                          </span>
                        </div>
                        <div aria-hidden className="h-2 overflow-hidden rounded-full bg-muted">
                          <div
                            className="h-full rounded-full bg-primary"
                            style={{ width: `${(funnel[step] / widest) * 100}%` }}
                          />
                        </div>
                      </li>
                    );
                  })}
                </ol>
                <dl className="flex flex-col gap-2 text-[13px]">
                  <Sums name={t("revenue")} amounts={funnel.revenue} />
                  <Sums name={t("rewards")} amounts={funnel.rewards} />
                  <Fact name={t("freeDays")} value={format.number(funnel.freeDays)} />
                  {trials.data && (
                    <>
                      <Fact name={t("trials")} value={format.number(trials.data.claims)} />
                      <Fact
                        name={t("converted")}
                        value={
                          trials.data.conversionBp === null
                            ? "–"
                            : format.number(trials.data.conversionBp / 10_000, {
                                style: "percent",
                                maximumFractionDigits: 1,
                              })
                        }
                      />
                    </>
                  )}
                </dl>
              </div>
            );
          }}
        </Loaded>
      </CardContent>
    </Card>
  );
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div className="flex justify-between gap-4">
    <dt className="text-muted-foreground">{name}</dt>
    <dd className="font-medium tabular-nums">{value}</dd>
  </div>
);

const Sums = ({ name, amounts }: { name: string; amounts: Money[] }) => (
  <div className="flex justify-between gap-4">
    <dt className="text-muted-foreground">{name}</dt>
    <dd className="flex flex-col items-end font-medium">
      {amounts.length === 0
        ? "–"
        : amounts.map((amount) => <Amount key={amount.currency} value={amount} />)}
    </dd>
  </div>
);
