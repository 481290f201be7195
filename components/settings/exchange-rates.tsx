"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRightIcon, CheckCircle2Icon, CoinsIcon } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { HelpHint } from "@/components/layout/help-hint";
import { May } from "@/components/layout/may";
import { EmptyState, Loaded } from "@/components/layout/states";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Badge, type BadgeVariant } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { Locale } from "@/db/enums";
import { formatDay } from "@/server/rules/format";
import { rateToDecimal } from "@/server/rules/fx";
import type { Currency } from "@/server/rules/money";
import { RateEditor, type RatePair } from "./rate-editor";

type Need = Outputs["analytics"]["rateNeeds"][number];
type Rate = Outputs["analytics"]["rates"][number];

const STATES: Record<Need["state"], BadgeVariant> = {
  missing: "danger",
  old: "warning",
  current: "success",
};

/** What currencies are worth: which pairs this shop needs, the newest of each, and a form for another one. */
export function ExchangeRates() {
  const trpc = useTRPC();
  const [pair, setPair] = useState<RatePair>({ from: "RUB", to: "USD" });
  const form = useRef<HTMLDivElement>(null);
  const rates = useQuery(trpc.admin.analytics.rates.queryOptions());
  const choose = (next: RatePair) => {
    setPair(next);
    const input = form.current?.querySelector<HTMLInputElement>("input[data-rate]");
    input?.focus();
    input?.scrollIntoView({ block: "center" });
  };
  return (
    <>
      <Needs onChoose={choose} />
      <May needs="settings.write">
        <div ref={form}>
          <RateEditor pair={pair} onPair={setPair} known={rates.data ?? []} />
        </div>
      </May>
      <Stored rates={rates} />
    </>
  );
}

function Needs({ onChoose }: { onChoose: (pair: RatePair) => void }) {
  const t = useTranslations("settings.rates");
  const trpc = useTRPC();
  const day = useDay();
  const needs = useQuery(trpc.admin.analytics.rateNeeds.queryOptions());
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>
            {t("needs")}
            <HelpHint term="rate" />
          </CardTitle>
          <CardDescription>{t("needsHint")}</CardDescription>
        </div>
      </CardHeader>
      <Loaded query={needs}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={CheckCircle2Icon} title={t("needsNone")} hint={t("needsNoneHint")} />
          ) : (
            <ul className="divide-y border-t">
              {all.map((need) => (
                <li
                  key={`${need.from}:${need.to}`}
                  className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5"
                >
                  <Pair from={need.from} to={need.to} />
                  <span className="min-w-32 flex-1 text-[13px] text-muted-foreground">
                    {need.uses.map((use) => t(`uses.${use}`)).join(", ")}
                  </span>
                  <Badge variant={STATES[need.state]}>
                    {t(`states.${need.state}`, { day: need.day ? day(need.day) : "" })}
                  </Badge>
                  <May needs="settings.write">
                    <Button
                      size="sm"
                      variant={need.state === "current" ? "ghost" : "outline"}
                      aria-label={t("enterPair", { from: need.from, to: need.to })}
                      onClick={() =>
                        onChoose({ from: need.from as Currency, to: need.to as Currency })
                      }
                    >
                      {t("enter")}
                    </Button>
                  </May>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

type Read = Parameters<typeof Loaded<Rate[]>>[0]["query"];

function Stored({ rates }: { rates: Read }) {
  const t = useTranslations("settings.rates");
  const day = useDay();
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>{t("stored")}</CardTitle>
          <CardDescription>{t("storedHint")}</CardDescription>
        </div>
      </CardHeader>
      <Loaded query={rates}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={CoinsIcon} title={t("empty")} hint={t("emptyHint")} />
          ) : (
            <ul className="divide-y border-t">
              {all.map(({ from, to, rateMicros, source, old, day: of }) => (
                <li
                  key={`${from}:${to}`}
                  className="grid grid-cols-[1fr_auto] items-baseline gap-x-3 gap-y-0.5 px-4 py-2.5 sm:grid-cols-[8rem_1fr_auto]"
                >
                  <Pair from={from} to={to} />
                  <span className="tabular text-right text-[13px] font-medium sm:text-left">
                    {t("worth", { from, to, rate: rateToDecimal(rateMicros) })}
                  </span>
                  <span className="col-span-2 text-xs text-muted-foreground sm:col-span-1 sm:text-right">
                    <span className={old ? "text-warning" : undefined}>{day(of)}</span>
                    {" · "}
                    {t.has(`sources.${source}`) ? t(`sources.${source}`) : source}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

const Pair = ({ from, to }: { from: string; to: string }) => (
  <span className="tabular inline-flex w-28 items-center gap-1.5 text-[13px] font-medium">
    {from}
    <ArrowRightIcon className="size-3 text-muted-foreground" aria-hidden />
    {to}
  </span>
);

/** A stored day in the reader's words; it has no hour and no zone. */
function useDay(): (day: string) => string {
  const locale = useLocale() as Locale;
  return (day) => formatDay(new Date(`${day}T12:00:00Z`), locale);
}
