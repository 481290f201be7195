"use client";

import type { ColumnDef } from "@tanstack/react-table";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { Person } from "@/components/customers/person";
import { Traffic } from "@/components/layout/amount";
import { RelativeTime } from "@/components/layout/relative-time";
import { StatusBadge } from "@/components/layout/status-badge";
import { subscriptionHref } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import type { Locale } from "@/db/enums";

type Row = Outputs["subscriptions"]["list"]["rows"][number];

export function useSubscriptionColumns(): ColumnDef<Row>[] {
  const t = useTranslations("subscriptions");
  const locale = useLocale() as Locale;
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
            to={subscriptionHref(row.id)}
          />
        ),
      },
      {
        id: "status",
        header: t("status"),
        meta: { phone: "title" },
        cell: ({ row: { original: row } }) => (
          <span className="flex flex-wrap items-center gap-1.5">
            <StatusBadge kind="subscription" value={row.status} />
            {row.behind && row.status !== "pending" && (
              <StatusBadge
                kind="provisioning"
                value={row.provisioning === "idle" ? "queued" : row.provisioning}
              />
            )}
          </span>
        ),
      },
      { id: "plan", header: t("plan"), cell: ({ row }) => row.original.planName[locale] },
      {
        id: "expires",
        header: t("expires"),
        cell: ({ row }) => <RelativeTime value={row.original.expiresAt} />,
      },
      {
        id: "traffic",
        header: t("traffic"),
        meta: { align: "right" },
        cell: ({ row: { original: row } }) => (
          <Traffic used={row.usedTrafficBytes} limit={row.trafficLimitBytes} />
        ),
      },
      {
        id: "online",
        header: t("lastOnline"),
        cell: ({ row }) => <RelativeTime value={row.original.onlineAt} />,
      },
      {
        id: "username",
        header: t("panelUser"),
        meta: { phone: "hidden" },
        cell: ({ row }) => (
          <span className="font-mono text-xs text-muted-foreground">
            {row.original.panelUsername}
          </span>
        ),
      },
    ],
    [t, locale],
  );
}
