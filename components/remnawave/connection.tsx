"use client";

import { useQuery } from "@tanstack/react-query";
import { Loader2Icon, SettingsIcon, StethoscopeIcon } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useAction } from "@/components/hooks/use-action";
import { Fact, Facts } from "@/components/layout/facts";
import { HelpHint } from "@/components/layout/help-hint";
import { May } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import { EmptyState, Loaded } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { href } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { Button, buttonVariants } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { DiagnosisSteps } from "./diagnosis-steps";

/** Whether the panel answers, what waits for it, and a diagnosis that names the cause. */
export function Connection() {
  const t = useTranslations("remnawave");
  const format = useFormatter();
  const trpc = useTRPC();
  const state = useQuery({
    ...trpc.admin.remnawave.state.queryOptions(),
    refetchInterval: 15_000,
  });
  const diagnose = useAction(trpc.admin.remnawave.diagnose.mutationOptions());
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <Card>
        <CardHeader>
          <CardTitle>{t("connection.title")}</CardTitle>
          <May needs="settings.read">
            <Link
              href={href("/admin/settings?group=remnawave")}
              className={buttonVariants({ variant: "ghost", size: "sm" })}
            >
              <SettingsIcon />
              {t("connection.settings")}
            </Link>
          </May>
        </CardHeader>
        <CardContent>
          <Loaded query={state}>
            {(panel) => (
              <Facts>
                <Fact name={t("connection.state")}>
                  <StatusBadge
                    kind="step"
                    value={
                      !panel.configured || panel.up === null
                        ? "skipped"
                        : panel.up
                          ? "ok"
                          : "failed"
                    }
                  />
                </Fact>
                <Fact name={t("connection.version")}>{panel.version ?? "–"}</Fact>
                <Fact name={t("connection.lastAnswer")}>
                  <RelativeTime value={panel.asOf} />
                </Fact>
                {panel.failure && (
                  <Fact name={t("connection.failure")}>
                    <span className="text-destructive" title={panel.failure}>
                      {panel.failure}
                    </span>
                  </Fact>
                )}
                <Fact name={t("connection.queue")} help="queue">
                  <Link
                    href={href("/admin/subscriptions?behind=true")}
                    className="tabular underline-offset-4 hover:underline"
                  >
                    {t("connection.queueText", {
                      queued: panel.queued,
                      waiting: panel.waiting,
                      rejected: panel.rejected,
                    })}
                  </Link>
                </Fact>
                <Fact name={t("connection.drift")} help="drift">
                  <span className="tabular">{format.number(panel.openDrift)}</span>
                </Fact>
                <Fact name={t("connection.webhook")} help="webhook">
                  {panel.lastEventAt ? (
                    <RelativeTime value={panel.lastEventAt} />
                  ) : (
                    t("connection.noWebhook")
                  )}
                </Fact>
                <Fact name={t("connection.lastSync")} help="sync">
                  {panel.lastSync ? (
                    <span className="flex flex-wrap items-center justify-end gap-x-2 gap-y-1">
                      <StatusBadge kind="sync" value={panel.lastSync.status} />
                      <RelativeTime value={panel.lastSync.startedAt} />
                    </span>
                  ) : (
                    "–"
                  )}
                </Fact>
              </Facts>
            )}
          </Loaded>
        </CardContent>
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>
            {t("diagnosis.title")}
            <HelpHint term="diagnosis" />
          </CardTitle>
          <Button size="sm" disabled={diagnose.isPending} onClick={() => diagnose.mutate()}>
            {diagnose.isPending ? <Loader2Icon className="animate-spin" /> : <StethoscopeIcon />}
            {t("diagnosis.run")}
          </Button>
        </CardHeader>
        {diagnose.data ? (
          <DiagnosisSteps diagnosis={diagnose.data} />
        ) : (
          <EmptyState
            icon={StethoscopeIcon}
            title={t("diagnosis.empty")}
            hint={t("diagnosis.emptyHint")}
          />
        )}
      </Card>
    </div>
  );
}
