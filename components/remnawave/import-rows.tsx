"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { ExactTime } from "@/components/layout/relative-time";
import { EmptyState } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { customerHref } from "@/components/lib/href";
import { nextPage } from "@/components/lib/next-page";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Card } from "@/components/ui/card";
import type { ImportDecision } from "@/db/enums";

type Row = Outputs["remnawave"]["importRows"]["rows"][number];

export function ImportRows({
  runId,
  decision,
}: {
  runId: string;
  decision: ImportDecision | null;
}) {
  const t = useTranslations("remnawave.import");
  const trpc = useTRPC();
  const pages = useInfiniteQuery({
    ...trpc.admin.remnawave.importRows.infiniteQueryOptions(
      { runId, decision: decision ?? undefined },
      nextPage,
    ),
    placeholderData: keepPreviousData,
    // Decisions are made while it is looked at.
    staleTime: 0,
  });
  const columns = useMemo<ColumnDef<Row>[]>(
    () => [
      {
        id: "user",
        header: t("user"),
        meta: { phone: "title" },
        cell: ({ row }) => <span className="font-mono text-xs">{row.original.username}</span>,
      },
      {
        id: "decision",
        header: t("decision"),
        meta: { phone: "title" },
        cell: ({ row }) => <StatusBadge kind="decision" value={row.original.decision} />,
      },
      {
        id: "reason",
        header: t("reason"),
        cell: ({ row: { original: row } }) =>
          t.has(`reasons.${row.reason}`) ? t(`reasons.${row.reason}`) : row.reason,
      },
      {
        id: "telegram",
        header: t("telegram"),
        cell: ({ row }) => <span className="tabular">{row.original.telegramId ?? "–"}</span>,
      },
      { id: "status", header: t("status"), cell: ({ row }) => row.original.status },
      {
        id: "expires",
        header: t("expires"),
        cell: ({ row }) => <ExactTime value={row.original.expiresAt} />,
      },
      {
        id: "customer",
        header: t("customer"),
        cell: ({ row: { original: row } }) =>
          row.customerId ? (
            <Link
              href={customerHref(row.customerId)}
              className="font-mono text-xs underline-offset-4 hover:underline"
            >
              …{row.customerId.slice(-8)}
            </Link>
          ) : (
            "–"
          ),
      },
    ],
    [t],
  );
  return (
    <Card>
      <DataTable
        pages={pages}
        columns={columns}
        rowId={({ panelId }) => panelId}
        empty={<EmptyState title={t("noRows")} hint={t("noRowsHint")} />}
      />
    </Card>
  );
}
