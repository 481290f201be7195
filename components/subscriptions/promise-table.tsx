"use client";

import { AlertTriangleIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Copyable } from "@/components/layout/copyable";
import { Fact, Facts } from "@/components/layout/facts";
import { HelpHint } from "@/components/layout/help-hint";
import { ExactTime, RelativeTime } from "@/components/layout/relative-time";
import type { Outputs } from "@/components/lib/outputs";
import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { TrafficBar } from "./traffic-bar";

type Detail = Outputs["subscriptions"]["get"];

/** What was promised, and whether the panel shows it. */
export function PromiseTable({ detail }: { detail: Detail }) {
  const t = useTranslations("subscriptions");
  const { view, promise, provisioning } = detail;
  return (
    <Card>
      <CardHeader>
        <CardTitle>
          {t("details")}
          <HelpHint term="promise" />
        </CardTitle>
      </CardHeader>
      <CardContent className="flex flex-col gap-3">
        {provisioning.error && (
          <Alert variant={provisioning.state === "rejected" ? "destructive" : "warning"}>
            <AlertTriangleIcon />
            <AlertTitle>
              {t(provisioning.state === "rejected" ? "rejected" : "delayed", {
                attempts: provisioning.attempts,
              })}
            </AlertTitle>
            <AlertDescription className="break-words">{provisioning.error}</AlertDescription>
          </Alert>
        )}
        <Facts>
          <Fact name={t("expires")}>
            {view.lifetime ? t("lifetime") : <ExactTime value={view.expiresAt} />}
          </Fact>
          <Fact name={t("traffic")}>
            <TrafficBar traffic={view.traffic} />
          </Fact>
          <Fact name={t("devices")}>
            {view.devices.used ?? "?"} / {view.devices.limit ?? "∞"}
          </Fact>
          <Fact name={t("squads")} help="squad">
            {t("squadCount", { count: promise.internalSquads.length })}
          </Fact>
          <Fact name={t("revision")} help="revision">
            <span className="tabular">
              {promise.observedRevision} / {promise.revision}
            </span>
          </Fact>
          <Fact name={t("panelUser")}>
            <Copyable value={promise.panelUsername} />
          </Fact>
          <Fact name={t("panelId")}>{promise.panelId?.toString() ?? "–"}</Fact>
          <Fact name={t("link")}>
            {view.url ? <Copyable value={view.url} secret /> : t("notDelivered")}
          </Fact>
          <Fact name={t("lastOnline")}>
            <RelativeTime value={view.onlineAt} />
          </Fact>
          <Fact name={t("observed")} help="observed">
            <RelativeTime value={view.observedAt} />
          </Fact>
          <Fact name={t("id")}>
            <Copyable value={view.id} className="max-w-44" />
          </Fact>
        </Facts>
      </CardContent>
    </Card>
  );
}
