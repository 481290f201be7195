"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowDownRightIcon, ArrowUpRightIcon } from "lucide-react";
import Link from "next/link";
import { useFormatter, useLocale, useTimeZone, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { May } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import { Loaded } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { href } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { cn } from "@/components/lib/utils";
import { Skeleton } from "@/components/ui/skeleton";
import type { Locale } from "@/db/enums";
import { formatMoney } from "@/server/rules/money";

/** Today's state at a glance; every figure leads to the list behind it. */
export function Figures() {
  const trpc = useTRPC();
  const timeZone = useTimeZone() ?? "UTC";
  const overview = useQuery({
    ...trpc.admin.analytics.overview.queryOptions({ timeZone }),
    refetchInterval: 60_000,
  });
  return (
    <Loaded query={overview} skeleton={<FiguresSkeleton />}>
      {(data) => <Grid data={data} />}
    </Loaded>
  );
}

const GRID =
  "grid grid-cols-2 gap-px overflow-hidden rounded-xl border bg-border md:grid-cols-3 xl:grid-cols-6";

function Grid({ data }: { data: Outputs["analytics"]["overview"] }) {
  const t = useTranslations("analytics");
  const format = useFormatter();
  const locale = useLocale() as Locale;
  const { revenue, sales, customers, subscriptions, provisioning } = data;
  const today = data.today.toISOString();
  const soon = new Date(data.asOf.getTime() + 3 * 86_400_000).toISOString();
  const foreign = revenue.today.originals.filter(
    ({ currency }) => currency !== revenue.today.total.currency,
  );
  return (
    <div className={GRID}>
      <Figure
        to={`/admin/orders?status=paid,fulfilled&from=${today}`}
        name={t("revenueToday")}
        value={formatMoney(revenue.today.total, locale)}
        note={
          <>
            {t("sales", { count: sales.today })}
            {foreign.length > 0 && (
              <span className="block">
                {t("including", {
                  amounts: foreign.map((money) => formatMoney(money, locale)).join(" · "),
                })}
              </span>
            )}
          </>
        }
        trend={trend(revenue.today.total.amount, revenue.yesterday.total.amount)}
        trendNote={t("yesterday", { value: formatMoney(revenue.yesterday.total, locale) })}
      />
      <Figure
        to="/admin/subscriptions?status=active,trial,limited"
        name={t("activeSubscriptions")}
        value={format.number(subscriptions.active)}
        note={t("ofCustomers", { count: customers.total })}
      />
      <Figure
        to="/admin/customers"
        name={t("newCustomers")}
        value={format.number(customers.today)}
        note={t("yesterday", { value: format.number(customers.yesterday) })}
        trend={trend(BigInt(customers.today), BigInt(customers.yesterday))}
      />
      <Figure
        to={`/admin/subscriptions?status=active,trial,limited&before=${soon}&sort=expires&dir=asc`}
        name={t("expiringSoon")}
        value={format.number(subscriptions.expiringSoon)}
        note={t("expiringNote")}
      />
      <Figure
        to="/admin/subscriptions?behind=true"
        name={t("queue")}
        value={format.number(provisioning.queued + provisioning.waiting + provisioning.rejected)}
        tone={provisioning.rejected > 0 ? "bad" : provisioning.waiting > 0 ? "warn" : undefined}
        note={
          provisioning.oldest ? (
            <>
              {t("queueOldest")} <RelativeTime value={provisioning.oldest} />
            </>
          ) : (
            t("queueEmpty")
          )
        }
      />
      <May needs="remnawave.read">
        <PanelFigure />
      </May>
    </div>
  );
}

function PanelFigure() {
  const t = useTranslations("analytics");
  const trpc = useTRPC();
  const state = useQuery(trpc.admin.remnawave.state.queryOptions());
  const { configured, up, version, asOf } = state.data ?? {};
  const word = !configured ? "notConfigured" : up === null ? "neverAsked" : up ? "up" : "down";
  return (
    <Figure
      to="/admin/remnawave"
      name={t("panel")}
      value={
        state.data ? (
          <StatusBadge
            kind="step"
            value={word === "up" ? "ok" : word === "down" ? "failed" : "skipped"}
          />
        ) : (
          <Skeleton className="h-6 w-16" />
        )
      }
      note={
        state.data && (
          <>
            {word === "up"
              ? t("panelVersion", { version: version ?? "?" })
              : t(`panelState.${word}`)}
            {asOf && (
              <>
                {" · "}
                <RelativeTime value={asOf} />
              </>
            )}
          </>
        )
      }
    />
  );
}

type FigureProps = {
  to: string;
  name: string;
  value: ReactNode;
  note?: ReactNode;
  trend?: number | null;
  trendNote?: string;
  tone?: "warn" | "bad";
};

function Figure({ to, name, value, note, trend: change, trendNote, tone }: FigureProps) {
  return (
    <Link
      href={href(to)}
      className="group flex min-w-0 flex-col gap-1 bg-card p-4 outline-none transition-colors hover:bg-accent/60 focus-visible:ring-[3px] focus-visible:ring-inset focus-visible:ring-ring/40"
    >
      <span className="text-xs text-muted-foreground group-hover:text-foreground">{name}</span>
      <span className="flex min-h-8 flex-wrap items-center gap-x-2">
        <span
          className={cn(
            "tabular text-xl font-semibold tracking-tight",
            tone === "warn" && "text-warning",
            tone === "bad" && "text-destructive",
          )}
        >
          {value}
        </span>
        {change !== null && change !== undefined && (
          <span
            title={trendNote}
            className={cn(
              "inline-flex items-center text-xs",
              change >= 0 ? "text-success" : "text-muted-foreground",
            )}
          >
            {change >= 0 ? (
              <ArrowUpRightIcon className="size-3.5" aria-hidden />
            ) : (
              <ArrowDownRightIcon className="size-3.5" aria-hidden />
            )}
            {Math.abs(change)}%
          </span>
        )}
      </span>
      <span className="text-xs text-muted-foreground">{note}</span>
    </Link>
  );
}

/** Change against yesterday in percent; null when there is nothing to compare with. */
function trend(now: bigint, before: bigint): number | null {
  if (before <= 0n) return null;
  return Number(((now - before) * 100n) / before);
}

function FiguresSkeleton() {
  return (
    <div className={GRID}>
      {["a", "b", "c", "d", "e", "f"].map((key) => (
        <div key={key} className="flex flex-col gap-2 bg-card p-4">
          <Skeleton className="h-3.5 w-20" />
          <Skeleton className="h-7 w-24" />
          <Skeleton className="h-3.5 w-28" />
        </div>
      ))}
    </div>
  );
}
