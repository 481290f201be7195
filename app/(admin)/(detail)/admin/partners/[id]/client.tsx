"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PageHeader } from "@/components/layout/page-header";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { useTRPC } from "@/components/lib/trpc";
import { Cohorts } from "@/components/partners/cohorts";
import { CommissionsTable } from "@/components/partners/commissions-table";
import { EarningsChart } from "@/components/partners/earnings-chart";
import { PartnerActions } from "@/components/partners/partner-actions";
import { PartnerBalances } from "@/components/partners/partner-balances";
import { PartnerFacts } from "@/components/partners/partner-facts";
import { PayoutList } from "@/components/partners/payout-list";

export function PartnerClient({ partnerId }: { partnerId: string }) {
  const t = useTranslations("partners");
  const trpc = useTRPC();
  const query = useQuery(trpc.admin.partners.get.queryOptions({ partnerId }));
  return (
    <Loaded query={query} skeleton={<BlockSkeleton rows={10} />}>
      {(detail) => (
        <>
          <PageHeader
            title={
              <>
                {detail.customerName || detail.customerUsername || t("partner")}
                <StatusBadge kind="partner" value={detail.partner.status} />
              </>
            }
            description={t("levelLine", {
              name: detail.level.name,
              percent: detail.level.rateBp / 100,
              count: detail.level.referrals,
            })}
            actions={<PartnerActions detail={detail} />}
          />
          <PartnerBalances detail={detail} />
          <div className="grid items-start gap-5 lg:grid-cols-[1fr_20rem]">
            <div className="flex min-w-0 flex-col gap-5">
              <EarningsChart months={detail.months} currency={detail.partner.currency} />
              <CommissionsTable partnerId={partnerId} />
              <Cohorts cohorts={detail.cohorts} />
              <PayoutList partnerId={partnerId} />
            </div>
            <PartnerFacts detail={detail} />
          </div>
        </>
      )}
    </Loaded>
  );
}
