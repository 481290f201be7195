"use client";

import { ActivityIcon } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { May } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import { EmptyState } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { subscriptionHref } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { Locale } from "@/db/enums";
import { SubscriptionActions } from "./subscription-actions";
import { TrafficBar } from "./traffic-bar";

type View = Outputs["customers"]["get"]["subscriptions"][number];

/** A person's subscriptions, each with what can be done about it. */
export function SubscriptionCards({ subscriptions }: { subscriptions: View[] }) {
  const t = useTranslations("subscriptions");
  const locale = useLocale() as Locale;
  if (subscriptions.length === 0) {
    return (
      <Card>
        <EmptyState icon={ActivityIcon} title={t("none")} hint={t("noneHint")} />
      </Card>
    );
  }
  return subscriptions.map((view) => (
    <Card key={view.id}>
      <CardHeader>
        <CardTitle className="flex flex-wrap items-center gap-2">
          <Link href={subscriptionHref(view.id)} className="underline-offset-4 hover:underline">
            {view.label[locale]}
          </Link>
          <StatusBadge kind="subscription" value={view.status} />
          {view.preparing && view.status !== "pending" && (
            <StatusBadge kind="provisioning" value="queued" />
          )}
        </CardTitle>
        <May needs="subscriptions.write">
          <SubscriptionActions view={view} />
        </May>
      </CardHeader>
      <CardContent className="grid gap-4 text-[13px] sm:grid-cols-3">
        <div>
          <p className="text-xs text-muted-foreground">{t("expires")}</p>
          <p className="mt-0.5">
            {view.lifetime ? t("lifetime") : <RelativeTime value={view.expiresAt} />}
          </p>
        </div>
        <div>
          <p className="text-xs text-muted-foreground">{t("traffic")}</p>
          <TrafficBar traffic={view.traffic} />
        </div>
        <div>
          <p className="text-xs text-muted-foreground">{t("devices")}</p>
          <p className="tabular mt-0.5">
            {view.devices.used ?? "?"} / {view.devices.limit ?? "∞"}
          </p>
        </div>
      </CardContent>
    </Card>
  ));
}
