"use client";

import type { ColumnDef } from "@tanstack/react-table";
import { useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { Person } from "@/components/customers/person";
import { Amount } from "@/components/layout/amount";
import { May } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import { StatusBadge } from "@/components/layout/status-badge";
import { partnerHref } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { Checkbox } from "@/components/ui/checkbox";

export type Payout = Outputs["payouts"]["list"]["rows"][number];

type Props = {
  chosen: ReadonlySet<string>;
  setChosen: (chosen: ReadonlySet<string>) => void;
  buttonsOf: (payout: Payout) => ReactNode;
};

export function usePayoutColumns({ chosen, setChosen, buttonsOf }: Props): ColumnDef<Payout>[] {
  const t = useTranslations("partners");
  return useMemo<ColumnDef<Payout>[]>(
    () => [
      {
        id: "who",
        header: t("partner"),
        meta: { phone: "title" },
        cell: ({ row: { original: row } }) => (
          <span className="flex items-center gap-3">
            <May needs="payouts.approve">
              <Checkbox
                aria-label={t("payouts.choose", { name: row.customerName })}
                disabled={row.status !== "requested"}
                checked={chosen.has(row.id)}
                onCheckedChange={(on) => {
                  const next = new Set(chosen);
                  if (on) next.add(row.id);
                  else next.delete(row.id);
                  setChosen(next);
                }}
              />
            </May>
            <Person
              name={row.customerName}
              username={row.customerUsername}
              fallback={row.customerId}
              to={partnerHref(row.partnerId)}
            />
          </span>
        ),
      },
      {
        id: "status",
        header: t("status"),
        meta: { phone: "title" },
        cell: ({ row }) => <StatusBadge kind="payout" value={row.original.status} />,
      },
      {
        id: "to",
        header: t("payouts.to"),
        cell: ({ row: { original: row } }) => (
          <span>
            {t(`methods.${row.method}`)}
            <span
              className="block max-w-56 truncate text-xs text-muted-foreground"
              title={row.reference ?? row.to}
            >
              {row.reference ?? row.to}
            </span>
          </span>
        ),
      },
      {
        id: "when",
        header: t("payouts.requested"),
        cell: ({ row: { original: row } }) => (
          <span>
            <RelativeTime value={row.requestedAt} />
            {row.automatic && (
              <span className="block text-xs text-muted-foreground">{t("payouts.automatic")}</span>
            )}
          </span>
        ),
      },
      {
        id: "amount",
        header: t("payouts.amount"),
        meta: { align: "right" },
        cell: ({ row: { original: row } }) => (
          <span>
            <Amount value={row.amount} className="font-medium" />
            {row.fee.amount > 0n && (
              <span className="block text-xs text-muted-foreground">
                {t("payouts.fee")} <Amount value={row.fee} />
              </span>
            )}
          </span>
        ),
      },
      {
        id: "do",
        header: t("payouts.do"),
        cell: ({ row }) => buttonsOf(row.original),
      },
    ],
    [t, chosen, setChosen, buttonsOf],
  );
}
