"use client";

import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { viewsOf } from "@/components/data-table/use-list-params";
import { PageHeader } from "@/components/layout/page-header";
import { Campaigns } from "@/components/referrals/campaigns";
import { Funnel } from "@/components/referrals/funnel";
import { RewardReview } from "@/components/referrals/reward-review";
import { RewardsTable } from "@/components/referrals/rewards-table";
import { TopReferrers } from "@/components/referrals/top-referrers";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { REFERRAL_TABS, referralParams, rewardParams } from "./search-params";

export function ReferralsClient() {
  const t = useTranslations("referrals");
  const [params, setParams] = useQueryStates(referralParams);
  const { tab, days, q, status } = params;
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Tabs
        value={tab}
        onValueChange={(value) => void setParams({ tab: value as (typeof REFERRAL_TABS)[number] })}
      >
        <TabsList>
          {REFERRAL_TABS.map((value) => (
            <TabsTrigger key={value} value={value}>
              {t(`tabs.${value}`)}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value="overview" className="flex flex-col gap-5">
          <Funnel days={days} onDays={(next) => void setParams({ days: next })} />
          <TopReferrers days={days} />
        </TabsContent>
        <TabsContent value="review">
          <RewardReview />
        </TabsContent>
        <TabsContent value="rewards">
          <RewardsTable
            q={q}
            status={status}
            views={viewsOf("rewards", rewardParams, { q, status })}
            onChange={(next) => void setParams(next)}
            onReset={() => void setParams({ q: null, status: null })}
          />
        </TabsContent>
        <TabsContent value="campaigns">
          <Campaigns />
        </TabsContent>
      </Tabs>
    </>
  );
}
