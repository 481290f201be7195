"use client";

import type { ColumnDef } from "@tanstack/react-table";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { useGatewayName } from "@/components/hooks/use-gateway-name";
import { RelativeTime } from "@/components/layout/relative-time";
import { StatusBadge } from "@/components/layout/status-badge";
import { paymentHref } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { ReplayButton } from "./payment-events";

type Row = Outputs["payments"]["events"]["rows"][number];

export function useEventColumns(): ColumnDef<Row>[] {
  const t = useTranslations("payments.event");
  const gatewayName = useGatewayName();
  return useMemo<ColumnDef<Row>[]>(
    () => [
      {
        id: "gateway",
        header: t("gateway"),
        meta: { phone: "title" },
        cell: ({ row }) => <span className="font-medium">{gatewayName(row.original.gateway)}</span>,
      },
      {
        id: "status",
        header: t("status"),
        meta: { phone: "title" },
        cell: ({ row }) => <StatusBadge kind="event" value={row.original.status} />,
      },
      {
        id: "outcome",
        header: t("outcome"),
        cell: ({ row: { original: row } }) => {
          // What a provider says and we do not act on stays in its own words.
          const key = `outcomes.${row.outcome?.replace(":", "_")}`;
          return t.has(key) ? t(key) : (row.outcome ?? "–");
        },
      },
      {
        id: "payment",
        header: t("payment"),
        cell: ({ row: { original: row } }) =>
          row.paymentId ? (
            <Link
              href={paymentHref(row.paymentId)}
              className="font-mono text-xs underline-offset-4 hover:underline"
            >
              …{row.paymentId.slice(-8)}
            </Link>
          ) : (
            "–"
          ),
      },
      {
        id: "received",
        header: t("received"),
        cell: ({ row }) => <RelativeTime value={row.original.receivedAt} />,
      },
      {
        id: "attempts",
        header: t("attempts"),
        meta: { align: "right" },
        cell: ({ row }) => row.original.attempts,
      },
      {
        id: "error",
        header: t("error"),
        cell: ({ row: { original: row } }) => (
          <span
            className="block max-w-72 truncate text-muted-foreground"
            title={row.lastError ?? ""}
          >
            {row.lastError ?? ""}
          </span>
        ),
      },
      {
        id: "replay",
        header: "",
        meta: { align: "right" },
        cell: ({ row: { original: row } }) =>
          (row.status === "dead" || row.status === "failed") && <ReplayButton eventId={row.id} />,
      },
    ],
    [t, gatewayName],
  );
}
