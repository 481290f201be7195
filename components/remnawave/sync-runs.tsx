"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { RefreshCwIcon } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useMemo } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { useAction } from "@/components/hooks/use-action";
import { useFresh } from "@/components/hooks/use-fresh";
import { HelpHint } from "@/components/layout/help-hint";
import { May } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import { EmptyState } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { nextPage } from "@/components/lib/next-page";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";

type Run = Outputs["remnawave"]["syncRuns"]["rows"][number];

const COUNTS = ["seen", "changed", "drifted", "repaired", "missing", "failed"] as const;

/** Every sync with what it found. */
export function SyncRuns() {
  const t = useTranslations("remnawave.sync");
  const format = useFormatter();
  const trpc = useTRPC();
  const start = useAction(trpc.admin.remnawave.startSync.mutationOptions(), { done: t("started") });
  const pages = useInfiniteQuery({
    ...trpc.admin.remnawave.syncRuns.infiniteQueryOptions({}, nextPage),
    placeholderData: keepPreviousData,
  });
  const columns = useMemo<ColumnDef<Run>[]>(
    () => [
      {
        id: "started",
        header: t("when"),
        meta: { phone: "title" },
        cell: ({ row }) => <RelativeTime value={row.original.startedAt} />,
      },
      {
        id: "status",
        header: t("status"),
        meta: { phone: "title" },
        cell: ({ row: { original: run } }) => (
          <span className="flex items-center gap-2">
            <StatusBadge kind="sync" value={run.status} />
            {run.error && (
              <span className="max-w-64 truncate text-xs text-muted-foreground" title={run.error}>
                {run.error}
              </span>
            )}
          </span>
        ),
      },
      { id: "kind", header: t("kind"), cell: ({ row }) => t(`kinds.${row.original.kind}`) },
      ...COUNTS.map(
        (count): ColumnDef<Run> => ({
          id: count,
          header: t(`counts.${count}`),
          meta: { align: "right" },
          cell: ({ row }) => format.number(row.original[count]),
        }),
      ),
      {
        id: "took",
        header: t("took"),
        meta: { align: "right" },
        cell: ({ row: { original: run } }) =>
          run.finishedAt
            ? t("seconds", {
                seconds: format.number(
                  (run.finishedAt.getTime() - run.startedAt.getTime()) / 1000,
                  { maximumFractionDigits: 1 },
                ),
              })
            : "–",
      },
    ],
    [t, format],
  );
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>
            {t("title")}
            <HelpHint term="sync" />
          </CardTitle>
          <CardDescription>{t("hint")}</CardDescription>
        </div>
        <May needs="remnawave.write">
          <Button size="sm" disabled={start.isPending} onClick={() => start.mutate()}>
            <RefreshCwIcon />
            {t("start")}
          </Button>
        </May>
      </CardHeader>
      <DataTable
        pages={pages}
        columns={columns}
        rowId={({ id }) => id}
        fresh={useFresh()}
        empty={<EmptyState icon={RefreshCwIcon} title={t("empty")} hint={t("emptyHint")} />}
      />
    </Card>
  );
}
