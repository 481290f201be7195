"use client";

import { useTranslations } from "next-intl";
import { Figures } from "@/components/analytics/figures";
import { OverviewAlerts } from "@/components/analytics/overview-alerts";
import { OverviewCharts } from "@/components/analytics/overview-charts";
import { RecentSales } from "@/components/analytics/recent-sales";
import { SetupChecklist } from "@/components/analytics/setup-checklist";
import { May } from "@/components/layout/may";
import { PageHeader } from "@/components/layout/page-header";

export function OverviewClient({ checklistPutAway }: { checklistPutAway: boolean }) {
  const t = useTranslations("analytics");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <SetupChecklist dismissed={checklistPutAway} />
      <Figures />
      <OverviewCharts />
      <div className="grid gap-5 lg:grid-cols-2">
        <May needs="orders.read">
          <RecentSales />
        </May>
        <OverviewAlerts />
      </div>
    </>
  );
}
