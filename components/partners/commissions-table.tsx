"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { CoinsIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { Amount } from "@/components/layout/amount";
import { HelpHint } from "@/components/layout/help-hint";
import { RelativeTime } from "@/components/layout/relative-time";
import { EmptyState } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { orderHref } from "@/components/lib/href";
import { nextPage } from "@/components/lib/next-page";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";

type Row = Outputs["partners"]["commissions"]["rows"][number];

/** What each order earned a partner, and what was taken back. */
export function CommissionsTable({ partnerId }: { partnerId: string }) {
  const t = useTranslations("partners");
  const trpc = useTRPC();
  const pages = useInfiniteQuery({
    ...trpc.admin.partners.commissions.infiniteQueryOptions({ partnerId, limit: 20 }, nextPage),
    placeholderData: keepPreviousData,
  });
  const columns = useMemo<ColumnDef<Row>[]>(
    () => [
      {
        id: "order",
        header: t("commission.for"),
        meta: { phone: "title" },
        cell: ({ row: { original: row } }) =>
          row.orderId ? (
            <Link href={orderHref(row.orderId)} className="tabular hover:underline">
              #{row.orderNumber}
            </Link>
          ) : (
            t("kinds.bonus")
          ),
      },
      {
        id: "status",
        header: t("status"),
        meta: { phone: "title" },
        cell: ({ row }) => <StatusBadge kind="commission" value={row.original.status} />,
      },
      {
        id: "kind",
        header: t("commission.kind"),
        cell: ({ row: { original: row } }) => `${t(`kinds.${row.kind}`)} · ${row.rateBp / 100} %`,
      },
      {
        id: "base",
        header: t("commission.base"),
        meta: { align: "right" },
        cell: ({ row }) => <Amount value={row.original.base} />,
      },
      {
        id: "when",
        header: t("commission.payable"),
        cell: ({ row: { original: row } }) => (
          <RelativeTime value={row.releasedAt ?? row.payableAt} />
        ),
      },
      {
        id: "amount",
        header: t("commission.amount"),
        meta: { align: "right" },
        cell: ({ row: { original: row } }) => (
          <span>
            <Amount value={row.amount} className="font-medium" />
            {row.reversed.amount > 0n && (
              <span className="block text-xs text-muted-foreground">
                {t("commission.reversed")} <Amount value={row.reversed} />
              </span>
            )}
          </span>
        ),
      },
    ],
    [t],
  );
  return (
    <Card>
      <CardHeader>
        <CardTitle>
          {t("commission.title")}
          <HelpHint term="clawback" />
        </CardTitle>
      </CardHeader>
      <DataTable
        pages={pages}
        columns={columns}
        rowId={({ id }) => id}
        empty={<EmptyState icon={CoinsIcon} title={t("noEarnings")} hint={t("noEarningsHint")} />}
      />
    </Card>
  );
}
