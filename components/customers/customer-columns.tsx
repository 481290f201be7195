"use client";

import type { ColumnDef } from "@tanstack/react-table";
import { useFormatter, useTranslations } from "next-intl";
import { useMemo } from "react";
import { RelativeTime } from "@/components/layout/relative-time";
import { customerHref } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { Badge } from "@/components/ui/badge";
import { personName } from "@/server/rules/person-name";
import { Person } from "./person";

type Row = Outputs["customers"]["list"]["rows"][number];

export function useCustomerColumns(): ColumnDef<Row>[] {
  const t = useTranslations("customers");
  const format = useFormatter();
  return useMemo<ColumnDef<Row>[]>(
    () => [
      {
        id: "person",
        header: t("person"),
        meta: { phone: "title" },
        cell: ({ row: { original: row } }) => (
          <Person
            name={personName(row)}
            username={row.username}
            fallback={row.id}
            to={customerHref(row.id)}
          />
        ),
      },
      {
        id: "state",
        header: t("state"),
        meta: { phone: "title" },
        cell: ({ row: { original: row } }) => <CustomerState customer={row} />,
      },
      {
        id: "telegram",
        header: t("telegramId"),
        cell: ({ row }) => (
          <span className="tabular text-muted-foreground">
            {row.original.telegramId?.toString() ?? "–"}
          </span>
        ),
      },
      {
        id: "orders",
        header: t("paidOrders"),
        meta: { align: "right" },
        cell: ({ row }) => format.number(row.original.orders),
      },
      {
        id: "seen",
        header: t("lastSeen"),
        cell: ({ row }) => <RelativeTime value={row.original.lastSeenAt} />,
      },
      {
        id: "created",
        header: t("joined"),
        cell: ({ row }) => <RelativeTime value={row.original.createdAt} />,
      },
    ],
    [t, format],
  );
}

type Stateful = {
  suspendedAt: Date | null;
  botBlockedAt: Date | null;
  liveSubscriptions?: number;
};

/** The one thing worth knowing about a person first. */
export function CustomerState({ customer }: { customer: Stateful }) {
  const t = useTranslations("customers");
  if (customer.suspendedAt) return <Badge variant="danger">{t("suspended")}</Badge>;
  if (customer.botBlockedAt) return <Badge variant="warning">{t("botBlocked")}</Badge>;
  const count = customer.liveSubscriptions ?? 0;
  if (count > 0) return <Badge variant="success">{t("live", { count })}</Badge>;
  return <Badge>{t("noneLive")}</Badge>;
}
