"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/layout/relative-time";
import { EmptyState, Loaded } from "@/components/layout/states";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { cn } from "@/components/lib/utils";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";

type Item = Outputs["customers"]["timeline"][number];

const DOTS: Record<Item["kind"], string> = {
  order: "bg-success",
  status: "bg-primary",
  audit: "bg-warning",
  notification: "bg-muted-foreground",
};

/** Everything that happened around a person, newest first. */
export function CustomerTimeline({ customerId }: { customerId: string }) {
  const t = useTranslations("customers");
  const trpc = useTRPC();
  const query = useQuery(trpc.admin.customers.timeline.queryOptions({ customerId }));
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("timeline")}</CardTitle>
      </CardHeader>
      <CardContent>
        <Loaded query={query}>
          {(items) =>
            items.length === 0 ? (
              <EmptyState title={t("timelineEmpty")} />
            ) : (
              <ol className="flex max-h-[32rem] flex-col overflow-y-auto">
                {items.map((item) => (
                  <li
                    key={`${item.kind}-${item.code}-${item.subjectId}-${item.at.getTime()}`}
                    className="relative flex gap-3 pb-3.5 pl-0.5 text-[13px] last:pb-0"
                  >
                    <span
                      aria-hidden
                      className={cn("mt-1.5 size-2 shrink-0 rounded-full", DOTS[item.kind])}
                    />
                    <span className="min-w-0">
                      <Text item={item} />
                      <RelativeTime
                        value={item.at}
                        className="block text-xs text-muted-foreground"
                      />
                    </span>
                  </li>
                ))}
              </ol>
            )
          }
        </Loaded>
      </CardContent>
    </Card>
  );
}

function Text({ item }: { item: Item }) {
  const t = useTranslations("customers.events");
  const status = useTranslations("common.status");
  const actions = useTranslations("audit.actions");
  if (item.kind === "order") {
    return (
      <>{t("order", { number: item.details.number ?? "", status: status(`order.${item.code}`) })}</>
    );
  }
  if (item.kind === "status") {
    return <>{t("status", { status: status(`subscription.${item.code}`) })}</>;
  }
  if (item.kind === "notification") {
    const name = t.has(`types.${item.code}`) ? t(`types.${item.code}`) : item.code;
    return (
      <>
        {name} · {status(`notification.${item.details.status}`)}
      </>
    );
  }
  const key = item.code.replace(".", "_");
  return <>{actions.has(key) ? actions(key) : item.code}</>;
}
