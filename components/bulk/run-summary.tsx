"use client";

import Link from "next/link";
import { useFormatter, useNow, useTranslations } from "next-intl";
import { RelativeTime } from "@/components/layout/relative-time";
import { bulkRunHref } from "@/components/lib/href";
import { Card, CardContent } from "@/components/ui/card";
import { ProgressBar } from "./progress-bar";
import { type Run, secondsLeft, settled } from "./run";
import { useBulkInputs } from "./use-bulk-inputs";

const COUNTS = ["done", "failed", "skipped", "waiting"] as const;

/** How far a run is, what it does, who began it and what belongs to it. */
export function RunSummary({ run }: { run: Run }) {
  const t = useTranslations("bulk");
  const format = useFormatter();
  const inputs = useBulkInputs(run);
  const now = useNow({ updateInterval: 1000 });
  const left = secondsLeft(run, now);
  const counts = { ...run, waiting: run.total - settled(run) };
  return (
    <Card>
      <CardContent className="flex flex-col gap-4 py-4">
        <div className="flex flex-col gap-2">
          <p className="flex flex-wrap justify-between gap-x-4 text-[13px] tabular-nums">
            <span aria-live="polite">
              {t("progress", {
                done: format.number(settled(run)),
                total: format.number(run.total),
              })}
            </span>
            {left !== null && (
              <span className="text-muted-foreground">
                {t("left", {
                  time:
                    left >= 90
                      ? t("minutes", { count: Math.round(left / 60) })
                      : t("seconds", { count: left }),
                })}
              </span>
            )}
          </p>
          <ProgressBar run={run} className="h-2" />
        </div>
        <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          {COUNTS.map((count) => (
            <div key={count}>
              <dt className="text-[13px] text-muted-foreground">{t(`counts.${count}`)}</dt>
              <dd className="text-lg font-semibold tabular-nums">{format.number(counts[count])}</dd>
            </div>
          ))}
        </dl>
        <dl className="grid gap-x-6 gap-y-2 border-t pt-4 text-[13px] sm:grid-cols-2">
          {inputs.map(({ label, value }) => (
            <div key={label} className="flex min-w-0 justify-between gap-4">
              <dt className="text-muted-foreground">{label}</dt>
              <dd className="min-w-0 text-right break-words">{value}</dd>
            </div>
          ))}
          <div className="flex justify-between gap-4">
            <dt className="text-muted-foreground">{t("columns.by")}</dt>
            <dd>{run.createdByName ?? t("system")}</dd>
          </div>
          <div className="flex justify-between gap-4">
            <dt className="text-muted-foreground">{t("columns.at")}</dt>
            <dd>
              <RelativeTime value={run.createdAt} />
            </dd>
          </div>
          {[
            { label: t("undoes"), id: run.undoes },
            { label: t("undoneBy"), id: run.undoneBy },
            { label: t("restOf"), id: run.restOf },
            { label: t("restBy"), id: run.restBy },
          ].map(
            ({ label, id }) =>
              id && (
                <div key={label} className="flex justify-between gap-4">
                  <dt className="text-muted-foreground">{label}</dt>
                  <dd>
                    <Link href={bulkRunHref(id)} className="underline underline-offset-4">
                      {t("open")}
                    </Link>
                  </dd>
                </div>
              ),
          )}
        </dl>
      </CardContent>
    </Card>
  );
}
