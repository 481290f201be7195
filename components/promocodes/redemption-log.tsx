"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { TicketPercentIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Person } from "@/components/customers/person";
import { DataTable } from "@/components/data-table/data-table";
import { ExportMenu } from "@/components/data-table/export-menu";
import { Amount } from "@/components/layout/amount";
import { RelativeTime } from "@/components/layout/relative-time";
import { EmptyState } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { customerHref, orderHref, subscriptionHref } from "@/components/lib/href";
import { nextPage } from "@/components/lib/next-page";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";

type Row = Outputs["promocodes"]["redemptions"]["rows"][number];

/** Every activation of a code: who, for what, how much, when. */
export function RedemptionLog({ promoCodeId }: { promoCodeId: string }) {
  const t = useTranslations("promocodes.log");
  const trpc = useTRPC();
  const columns = useRedemptionColumns();
  const pages = useInfiniteQuery(
    trpc.admin.promocodes.redemptions.infiniteQueryOptions({ promoCodeId }, nextPage),
  );
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        <ExportMenu report="promo-redemptions" params={{ promoCodeId }} />
      </CardHeader>
      <DataTable
        pages={pages}
        columns={columns}
        rowId={({ id }) => id}
        empty={<EmptyState icon={TicketPercentIcon} title={t("empty")} hint={t("emptyHint")} />}
      />
    </Card>
  );
}

function useRedemptionColumns(): ColumnDef<Row>[] {
  const t = useTranslations("promocodes.log");
  return useMemo<ColumnDef<Row>[]>(
    () => [
      {
        id: "customer",
        header: t("customer"),
        meta: { phone: "title" },
        cell: ({ row: { original: row } }) => (
          <Person
            name={row.customerName}
            username={row.customerUsername}
            fallback={row.customerId}
            to={customerHref(row.customerId)}
          />
        ),
      },
      {
        id: "status",
        header: t("status"),
        meta: { phone: "title" },
        cell: ({ row }) => <StatusBadge kind="redemption" value={row.original.status} />,
      },
      {
        id: "order",
        header: t("order"),
        cell: ({ row: { original: row } }) =>
          row.orderId ? (
            <Link href={orderHref(row.orderId)} className="tabular underline underline-offset-4">
              #{row.orderNumber ?? "?"}
            </Link>
          ) : (
            <span className="text-muted-foreground">{t("noOrder")}</span>
          ),
      },
      {
        id: "subscription",
        header: t("subscription"),
        cell: ({ row: { original: row } }) =>
          row.subscriptionId ? (
            <Link
              href={subscriptionHref(row.subscriptionId)}
              className="underline underline-offset-4"
            >
              {t("openSubscription")}
            </Link>
          ) : (
            <span className="text-muted-foreground">–</span>
          ),
      },
      {
        id: "discount",
        header: t("discount"),
        meta: { align: "right" },
        cell: ({ row }) =>
          row.original.discount ? <Amount value={row.original.discount} /> : <span>–</span>,
      },
      {
        id: "total",
        header: t("total"),
        meta: { align: "right" },
        cell: ({ row }) =>
          row.original.orderTotal ? <Amount value={row.original.orderTotal} /> : <span>–</span>,
      },
      {
        id: "at",
        header: t("at"),
        cell: ({ row: { original: row } }) => (
          <RelativeTime value={row.consumedAt ?? row.releasedAt ?? row.reservedAt} />
        ),
      },
    ],
    [t],
  );
}
