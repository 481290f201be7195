"use client";

import type { ColumnDef } from "@tanstack/react-table";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { Person } from "@/components/customers/person";
import { useGatewayName } from "@/components/hooks/use-gateway-name";
import { Amount } from "@/components/layout/amount";
import { RelativeTime } from "@/components/layout/relative-time";
import { StatusBadge } from "@/components/layout/status-badge";
import { orderHref } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import type { Locale } from "@/db/enums";

type Row = Outputs["orders"]["list"]["rows"][number];

export function useOrderColumns(): ColumnDef<Row>[] {
  const t = useTranslations("orders");
  const locale = useLocale() as Locale;
  const gatewayName = useGatewayName();
  return useMemo<ColumnDef<Row>[]>(
    () => [
      {
        id: "number",
        header: t("order"),
        meta: { phone: "title" },
        cell: ({ row: { original: row } }) => (
          <Link
            href={orderHref(row.id)}
            className="tabular font-medium underline-offset-4 hover:underline"
          >
            #{row.number}
          </Link>
        ),
      },
      {
        id: "status",
        header: t("status"),
        meta: { phone: "title" },
        cell: ({ row }) => <StatusBadge kind="order" value={row.original.status} />,
      },
      {
        id: "customer",
        header: t("customer"),
        cell: ({ row: { original: row } }) => (
          <Person
            name={row.customerName}
            username={row.customerUsername}
            fallback={row.customerId}
          />
        ),
      },
      {
        id: "what",
        header: t("what"),
        cell: ({ row: { original: row } }) => (
          <span>
            {row.planName?.[locale] ?? "–"}
            <span className="text-muted-foreground"> · {t(`kinds.${row.kind}`)}</span>
          </span>
        ),
      },
      {
        id: "gateway",
        header: t("gateway"),
        cell: ({ row }) => (
          <span className="text-muted-foreground">
            {row.original.gateway ? gatewayName(row.original.gateway) : "–"}
          </span>
        ),
      },
      {
        id: "created",
        header: t("created"),
        cell: ({ row }) => <RelativeTime value={row.original.createdAt} />,
      },
      {
        id: "total",
        header: t("total"),
        meta: { align: "right" },
        cell: ({ row: { original: row } }) => (
          <span>
            <Amount value={row.total} className="font-medium" />
            {row.refunded > 0n && (
              <span className="block text-xs text-muted-foreground">
                {t("refundedShort")}{" "}
                <Amount value={{ amount: row.refunded, currency: row.total.currency }} />
              </span>
            )}
          </span>
        ),
      },
    ],
    [t, locale, gatewayName],
  );
}
