"use client";

import { useQuery } from "@tanstack/react-query";
import { BanknoteIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Amount } from "@/components/layout/amount";
import { RelativeTime } from "@/components/layout/relative-time";
import { BlockSkeleton, EmptyState, Loaded } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { useTRPC } from "@/components/lib/trpc";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";

/** A partner's payouts, newest first. */
export function PayoutList({ partnerId }: { partnerId: string }) {
  const t = useTranslations("partners");
  const trpc = useTRPC();
  const query = useQuery(trpc.admin.payouts.list.queryOptions({ partnerId, limit: 20 }));
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("payouts.title")}</CardTitle>
      </CardHeader>
      <Loaded query={query} skeleton={<BlockSkeleton rows={3} />}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState
              icon={BanknoteIcon}
              title={t("payouts.empty")}
              hint={t("payouts.emptyHint")}
            />
          ) : (
            <ul className="divide-y border-t text-[13px]">
              {rows.map((payout) => (
                <li key={payout.id} className="flex items-center gap-3 px-4 py-2.5">
                  <span className="min-w-0 flex-1 truncate">
                    {t(`methods.${payout.method}`)}{" "}
                    <span className="text-muted-foreground">{payout.reference ?? payout.to}</span>
                  </span>
                  <span className="hidden text-xs text-muted-foreground sm:inline">
                    <RelativeTime value={payout.requestedAt} />
                  </span>
                  <StatusBadge kind="payout" value={payout.status} />
                  <Amount value={payout.amount} className="w-24 shrink-0 text-right font-medium" />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}
