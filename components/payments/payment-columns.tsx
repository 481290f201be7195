"use client";

import type { ColumnDef } from "@tanstack/react-table";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Person } from "@/components/customers/person";
import { useGatewayName } from "@/components/hooks/use-gateway-name";
import { Amount } from "@/components/layout/amount";
import { RelativeTime } from "@/components/layout/relative-time";
import { StatusBadge } from "@/components/layout/status-badge";
import { orderHref, paymentHref } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";

type Row = Outputs["payments"]["list"]["rows"][number];

export function usePaymentColumns(): ColumnDef<Row>[] {
  const t = useTranslations("payments");
  const gatewayName = useGatewayName();
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
            to={paymentHref(row.id)}
          />
        ),
      },
      {
        id: "status",
        header: t("status"),
        meta: { phone: "title" },
        cell: ({ row }) => <StatusBadge kind="payment" value={row.original.status} />,
      },
      {
        id: "order",
        header: t("order"),
        cell: ({ row: { original: row } }) => (
          <Link
            href={orderHref(row.orderId)}
            className="tabular underline-offset-4 hover:underline"
          >
            #{row.orderNumber}
          </Link>
        ),
      },
      {
        id: "gateway",
        header: t("gateway"),
        cell: ({ row: { original: row } }) => (
          <span>
            {gatewayName(row.gateway)}
            <span className="ml-2 font-mono text-xs text-muted-foreground">
              {row.externalId?.slice(0, 16)}
            </span>
          </span>
        ),
      },
      {
        id: "created",
        header: t("created"),
        cell: ({ row }) => <RelativeTime value={row.original.createdAt} />,
      },
      {
        id: "amount",
        header: t("amount"),
        meta: { align: "right" },
        cell: ({ row: { original: row } }) => (
          <span>
            <Amount value={row.money} className="font-medium" />
            {row.refunded > 0n && (
              <span className="block text-xs text-muted-foreground">
                {t("refundedShort")}{" "}
                <Amount value={{ amount: row.refunded, currency: row.money.currency }} />
              </span>
            )}
          </span>
        ),
      },
    ],
    [t, gatewayName],
  );
}
