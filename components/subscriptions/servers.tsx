"use client";

import { useQuery } from "@tanstack/react-query";
import { ServerIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { EmptyState, Loaded } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { useTRPC } from "@/components/lib/trpc";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { flag } from "@/server/rules/format";
import { AsOf } from "./as-of";

/** Servers this subscription may use. */
export function Servers({ subscriptionId }: { subscriptionId: string }) {
  const t = useTranslations("subscriptions.server");
  const trpc = useTRPC();
  const query = useQuery(trpc.admin.subscriptions.servers.queryOptions({ subscriptionId }));
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        {query.data && <AsOf {...query.data} />}
      </CardHeader>
      <Loaded query={query}>
        {({ value }) => {
          if (value === null) return <EmptyState title={t("unknown")} hint={t("unknownHint")} />;
          if (value.length === 0) {
            return <EmptyState icon={ServerIcon} title={t("none")} hint={t("noneHint")} />;
          }
          return (
            <ul className="divide-y border-t">
              {value.map((server) => (
                <li key={server.uuid} className="flex items-center gap-3 px-4 py-2 text-[13px]">
                  <span aria-hidden>{flag(server.countryCode)}</span>
                  <span className="min-w-0 flex-1 truncate">{server.name}</span>
                  {server.online !== null && (
                    <StatusBadge kind="node" value={server.online ? "online" : "offline"} />
                  )}
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Card>
  );
}
