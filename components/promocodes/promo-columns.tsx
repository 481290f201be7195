"use client";

import type { ColumnDef } from "@tanstack/react-table";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { ExactTime, RelativeTime } from "@/components/layout/relative-time";
import { StatusBadge } from "@/components/layout/status-badge";
import { promoCodeHref } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { PromoValue, Sums } from "./promo-value";

type Row = Outputs["promocodes"]["list"]["rows"][number];

export function usePromoColumns(): ColumnDef<Row>[] {
  const t = useTranslations("promocodes");
  return useMemo<ColumnDef<Row>[]>(
    () => [
      {
        id: "code",
        header: t("code"),
        meta: { phone: "title" },
        cell: ({ row: { original: row } }) => (
          <span className="block max-w-60">
            <Link
              href={promoCodeHref(row.id)}
              className="block truncate font-mono font-medium underline-offset-4 hover:underline"
            >
              {row.code}
            </Link>
            {row.note && (
              <span className="block truncate text-xs text-muted-foreground">{row.note}</span>
            )}
          </span>
        ),
      },
      {
        id: "state",
        header: t("state"),
        meta: { phone: "title" },
        cell: ({ row }) => <StatusBadge kind="promo" value={row.original.state} />,
      },
      {
        id: "value",
        header: t("value"),
        cell: ({ row }) => <PromoValue code={row.original} />,
      },
      {
        id: "uses",
        header: t("uses"),
        meta: { align: "right" },
        cell: ({ row: { original: row } }) => (
          <span className="tabular">
            {row.uses}
            <span className="text-muted-foreground"> / {row.maxUses ?? "∞"}</span>
            {row.honoured > 0 && (
              <span className="block text-xs text-warning">
                {t("honouredShort", { count: row.honoured })}
              </span>
            )}
          </span>
        ),
      },
      {
        id: "revenue",
        header: t("revenue"),
        meta: { align: "right" },
        cell: ({ row }) => <Sums value={row.original.revenue} />,
      },
      {
        id: "discount",
        header: t("discountGiven"),
        meta: { align: "right" },
        cell: ({ row }) => <Sums value={row.original.discount} />,
      },
      {
        id: "validUntil",
        header: t("validUntil"),
        cell: ({ row }) => <ExactTime value={row.original.validUntil} />,
      },
      {
        id: "created",
        header: t("created"),
        cell: ({ row }) => <RelativeTime value={row.original.createdAt} />,
      },
    ],
    [t],
  );
}
