"use client";

import { useQuery } from "@tanstack/react-query";
import { CheckCircle2Icon } from "lucide-react";
import { useTranslations } from "next-intl";
import { EmptyState, Loaded } from "@/components/layout/states";
import { useTRPC } from "@/components/lib/trpc";
import { AlertList } from "@/components/monitoring/alert-list";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";

export function OverviewAlerts() {
  const t = useTranslations("monitoring");
  const trpc = useTRPC();
  const alerts = useQuery(trpc.admin.monitoring.alerts.queryOptions());
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
      </CardHeader>
      <Loaded query={alerts}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState icon={CheckCircle2Icon} title={t("none")} />
          ) : (
            <div className="border-t">
              <AlertList alerts={rows.slice(0, 8)} />
            </div>
          )
        }
      </Loaded>
    </Card>
  );
}
