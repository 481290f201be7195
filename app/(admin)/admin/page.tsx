import type { Metadata } from "next";
import { cookies } from "next/headers";
import { getTimeZone, getTranslations } from "next-intl/server";
import { CHECKLIST_COOKIE } from "@/components/layout/cookies";
import { homeOf } from "@/components/layout/nav";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { OverviewClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("overview") };
}

export default async function OverviewPage() {
  await requireAdmin("overview.read", homeOf);
  const timeZone = await getTimeZone();
  prefetch(trpc.admin.analytics.overview.queryOptions({ timeZone }));
  prefetch(trpc.admin.analytics.charts.queryOptions({ timeZone }));
  prefetch(trpc.admin.settings.checklist.queryOptions());
  prefetch(trpc.admin.monitoring.alerts.queryOptions());
  prefetch(trpc.admin.remnawave.state.queryOptions());
  prefetch(trpc.admin.orders.list.queryOptions({ status: ["paid", "fulfilled"], limit: 8 }));
  return (
    <Hydrate>
      <OverviewClient checklistPutAway={(await cookies()).has(CHECKLIST_COOKIE)} />
    </Hydrate>
  );
}
