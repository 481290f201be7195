"use client";

import type { ColumnDef } from "@tanstack/react-table";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Amount } from "@/components/layout/amount";
import { RelativeTime } from "@/components/layout/relative-time";
import { StatusBadge } from "@/components/layout/status-badge";
import { customerHref, orderHref } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { Badge } from "@/components/ui/badge";

export type Reward = Outputs["referrals"]["rewards"]["rows"][number];

/** What somebody gets: days, or credit less what was taken back. */
export function RewardValue({ reward }: { reward: Reward }) {
  const t = useTranslations("referrals.rewards");
  if (!reward.amount) return <>{t("days", { days: reward.days })}</>;
  const { amount, currency } = reward.amount;
  return (
    <span>
      <Amount value={{ amount: amount - reward.reversed, currency }} className="font-medium" />
      {reward.reversed > 0n && (
        <span className="block text-xs text-muted-foreground">
          {t("reversed")} <Amount value={{ amount: reward.reversed, currency }} />
        </span>
      )}
      {reward.lost > 0n && (
        <span className="block text-xs text-warning">
          {t("lost")} <Amount value={{ amount: reward.lost, currency }} />
        </span>
      )}
    </span>
  );
}

/** Why a reward was held, in words. */
export function Signals({ signals }: { signals: string[] }) {
  const t = useTranslations("referrals.signals");
  return (
    <span className="flex flex-wrap gap-1">
      {signals.map((signal) => (
        <Badge key={signal} variant="warning">
          {t.has(signal) ? t(signal) : signal}
        </Badge>
      ))}
    </span>
  );
}

export function useRewardColumns(): ColumnDef<Reward>[] {
  const t = useTranslations("referrals.rewards");
  return useMemo<ColumnDef<Reward>[]>(
    () => [
      {
        id: "who",
        header: t("who"),
        meta: { phone: "title" },
        cell: ({ row: { original: row } }) => (
          <Link href={customerHref(row.customerId)} className="font-medium hover:underline">
            {row.customerName || row.customerId}
          </Link>
        ),
      },
      {
        id: "status",
        header: t("status"),
        meta: { phone: "title" },
        cell: ({ row: { original: row } }) => <StatusBadge kind="reward" value={row.status} />,
      },
      {
        id: "friend",
        header: t("friend"),
        cell: ({ row: { original: row } }) => (
          <Link href={customerHref(row.refereeId)} className="hover:underline">
            {row.refereeName || row.refereeId}
          </Link>
        ),
      },
      {
        id: "kind",
        header: t("kind"),
        cell: ({ row: { original: row } }) => (
          <Link href={orderHref(row.orderId)} className="hover:underline">
            {t(`kinds.${row.kind}`)}
          </Link>
        ),
      },
      {
        id: "signals",
        header: t("signals"),
        cell: ({ row }) => <Signals signals={row.original.signals} />,
      },
      {
        id: "when",
        header: t("when"),
        cell: ({ row }) => <RelativeTime value={row.original.createdAt} />,
      },
      {
        id: "value",
        header: t("value"),
        meta: { align: "right" },
        cell: ({ row }) => <RewardValue reward={row.original} />,
      },
    ],
    [t],
  );
}
