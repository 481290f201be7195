"use client";

import type { ColumnDef } from "@tanstack/react-table";
import { useFormatter, useTranslations } from "next-intl";
import { useMemo } from "react";
import { Person } from "@/components/customers/person";
import { Amount } from "@/components/layout/amount";
import { RelativeTime } from "@/components/layout/relative-time";
import { StatusBadge } from "@/components/layout/status-badge";
import { partnerHref } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";

type Row = Outputs["partners"]["list"]["rows"][number];

export function usePartnerColumns(): ColumnDef<Row>[] {
  const t = useTranslations("partners");
  const format = useFormatter();
  return useMemo<ColumnDef<Row>[]>(
    () => [
      {
        id: "who",
        header: t("partner"),
        meta: { phone: "title" },
        cell: ({ row: { original: row } }) => (
          <Person
            name={row.customerName}
            username={row.customerUsername}
            fallback={row.customerId}
            to={partnerHref(row.id)}
          />
        ),
      },
      {
        id: "status",
        header: t("status"),
        meta: { phone: "title" },
        cell: ({ row }) => <StatusBadge kind="partner" value={row.original.status} />,
      },
      {
        id: "referrals",
        header: t("referrals"),
        meta: { align: "right" },
        cell: ({ row }) => format.number(row.original.referrals),
      },
      ...(["pending", "payable"] as const).map(
        (kind): ColumnDef<Row> => ({
          id: kind,
          header: t(`balances.${kind}`),
          meta: { align: "right" },
          cell: ({ row }) => <Amount value={row.original.balances[kind]} />,
        }),
      ),
      {
        id: "earned",
        header: t("earned"),
        meta: { align: "right" },
        cell: ({ row }) => <Amount value={row.original.earned} className="font-medium" />,
      },
      {
        id: "joined",
        header: t("joined"),
        cell: ({ row: { original: row } }) => (
          <RelativeTime value={row.approvedAt ?? row.createdAt} />
        ),
      },
    ],
    [t, format],
  );
}
