"use client";

import type { ColumnDef } from "@tanstack/react-table";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useMemo } from "react";
import { RelativeTime } from "@/components/layout/relative-time";
import { StatusBadge } from "@/components/layout/status-badge";
import { bulkRunHref } from "@/components/lib/href";
import { ProgressBar } from "./progress-bar";
import { type Run, settled } from "./run";

export function useRunColumns(): ColumnDef<Run>[] {
  const t = useTranslations("bulk");
  const format = useFormatter();
  return useMemo<ColumnDef<Run>[]>(
    () => [
      {
        id: "action",
        header: t("columns.action"),
        meta: { phone: "title" },
        cell: ({ row: { original: run } }) => (
          <div className="min-w-0">
            <Link href={bulkRunHref(run.id)} className="font-medium hover:underline">
              {t(`actions.${run.action}` as "title")}
            </Link>
            <p className="truncate text-xs text-muted-foreground">
              {t(`subjects.${run.subject}`, { count: run.total })}
            </p>
          </div>
        ),
      },
      {
        id: "status",
        header: t("columns.status"),
        meta: { phone: "title" },
        cell: ({ row }) => <StatusBadge kind="bulk" value={row.original.status} />,
      },
      {
        id: "progress",
        header: t("columns.progress"),
        cell: ({ row: { original: run } }) => (
          <div className="flex w-40 max-w-full flex-col gap-1">
            <span className="text-xs tabular-nums">
              {t("progress", {
                done: format.number(settled(run)),
                total: format.number(run.total),
              })}
            </span>
            <ProgressBar run={run} />
          </div>
        ),
      },
      {
        id: "by",
        header: t("columns.by"),
        cell: ({ row }) => row.original.createdByName ?? t("system"),
      },
      {
        id: "at",
        header: t("columns.at"),
        cell: ({ row }) => <RelativeTime value={row.original.createdAt} />,
      },
    ],
    [t, format],
  );
}
