"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { ListChecksIcon } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { ExportMenu } from "@/components/data-table/export-menu";
import { StatusFilter } from "@/components/data-table/status-filter";
import { RelativeTime } from "@/components/layout/relative-time";
import { EmptyState } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { customerHref, orderHref, promoCodeHref, subscriptionHref } from "@/components/lib/href";
import { nextPage } from "@/components/lib/next-page";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { ITEM_STATUSES, type ItemStatus, type Subject } from "@/server/domains/bulk/schemas";
import type { Run } from "./run";

type Item = Outputs["bulk"]["items"]["rows"][number];

const PAGES: Record<Subject, (id: string) => Route> = {
  customer: customerHref,
  subscription: subscriptionHref,
  order: orderHref,
  promo_code: promoCodeHref,
};

/** What became of each row, and the same as a file. */
export function RunItems({ run: { id: runId, subject } }: { run: Run }) {
  const t = useTranslations("bulk.items");
  const trpc = useTRPC();
  const [status, setStatus] = useState<ItemStatus[]>([]);
  const columns = useItemColumns(subject);
  const pages = useInfiniteQuery({
    ...trpc.admin.bulk.items.infiniteQueryOptions({ runId, status }, nextPage),
    placeholderData: keepPreviousData,
  });
  return (
    <Card>
      <CardHeader className="flex-wrap">
        <CardTitle>{t("title")}</CardTitle>
        <span className="flex flex-wrap gap-2">
          <StatusFilter
            label={t("status")}
            kind="bulkItem"
            all={ITEM_STATUSES}
            value={status}
            onChange={setStatus}
          />
          <ExportMenu report="bulk-items" params={{ runId, status }} />
        </span>
      </CardHeader>
      <DataTable
        pages={pages}
        columns={columns}
        rowId={({ position }) => String(position)}
        rowHref={({ subjectId }) => PAGES[subject](subjectId)}
        empty={<EmptyState icon={ListChecksIcon} title={t("empty")} hint={t("emptyHint")} />}
      />
    </Card>
  );
}

function useItemColumns(subject: Subject): ColumnDef<Item>[] {
  const t = useTranslations("bulk");
  const errors = useTranslations("errors");
  return useMemo<ColumnDef<Item>[]>(() => {
    const why = ({ status, error }: Item): string => {
      if (!error) return "–";
      const words = status === "skipped" ? `skips.${error}` : error;
      if (status === "skipped") return t.has(words) ? t(words as "title") : error;
      return errors.has(words) ? errors(words as "internal") : error;
    };
    return [
      {
        id: "subject",
        header: t("items.subject"),
        meta: { phone: "title" },
        cell: ({ row: { original: item } }) => (
          <Link href={PAGES[subject](item.subjectId)} className="font-medium hover:underline">
            {item.label}
          </Link>
        ),
      },
      {
        id: "status",
        header: t("items.status"),
        meta: { phone: "title" },
        cell: ({ row }) => <StatusBadge kind="bulkItem" value={row.original.status} />,
      },
      {
        id: "reason",
        header: t("items.reason"),
        cell: ({ row }) => <span className="text-muted-foreground">{why(row.original)}</span>,
      },
      {
        id: "at",
        header: t("items.at"),
        cell: ({ row }) => (row.original.at ? <RelativeTime value={row.original.at} /> : "–"),
      },
    ];
  }, [t, errors, subject]);
}
