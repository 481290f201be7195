"use client";

import { ArrowRightIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/layout/relative-time";
import { EmptyState } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import type { Outputs } from "@/components/lib/outputs";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";

type Change = Outputs["subscriptions"]["get"]["history"][number];

export function StatusHistory({ history }: { history: Change[] }) {
  const t = useTranslations("subscriptions.history");
  const whys = useTranslations("customers.events.whys");
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
      </CardHeader>
      {history.length === 0 ? (
        <EmptyState title={t("none")} />
      ) : (
        <ul className="max-h-96 divide-y overflow-y-auto border-t">
          {history.map((change) => (
            <li
              key={`${change.at.getTime()}-${change.to}`}
              className="flex flex-wrap items-center gap-2 px-4 py-2 text-[13px]"
            >
              {change.from && <StatusBadge kind="subscription" value={change.from} />}
              {change.from && (
                <ArrowRightIcon className="size-3.5 text-muted-foreground" aria-hidden />
              )}
              <StatusBadge kind="subscription" value={change.to} />
              <span className="ml-auto text-right text-xs text-muted-foreground">
                {whys.has(change.why) ? whys(change.why) : change.why} ·{" "}
                <RelativeTime value={change.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
