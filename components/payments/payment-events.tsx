"use client";

import { RotateCwIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useAction } from "@/components/hooks/use-action";
import { useMay } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import { EmptyState } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import type { PaymentDetail } from "./payment-facts";

/** What the gateway told us about this payment. */
export function PaymentEvents({ events }: Pick<PaymentDetail, "events">) {
  const t = useTranslations("payments.event");
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
      </CardHeader>
      {events.length === 0 ? (
        <EmptyState title={t("none")} hint={t("noneHint")} />
      ) : (
        <ul className="divide-y border-t">
          {events.map((event) => (
            <li key={event.id} className="flex items-center gap-3 px-4 py-2.5 text-[13px]">
              <span className="min-w-0 flex-1">
                <span className="block truncate">{event.outcome ?? "–"}</span>
                <span className="block truncate text-xs text-muted-foreground">
                  <RelativeTime value={event.receivedAt} />
                  {event.lastError && ` · ${event.lastError}`}
                </span>
              </span>
              <StatusBadge kind="event" value={event.status} />
              {(event.status === "dead" || event.status === "failed") && (
                <ReplayButton eventId={event.id} />
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

export function ReplayButton({ eventId }: { eventId: string }) {
  const t = useTranslations("payments.event");
  const trpc = useTRPC();
  const replay = useAction(trpc.admin.payments.replay.mutationOptions(), { done: t("replayed") });
  if (!useMay()("payments.replay")) return null;
  return (
    <Button
      variant="outline"
      size="xs"
      disabled={replay.isPending}
      onClick={() => replay.mutate({ eventId })}
    >
      <RotateCwIcon />
      {t("replay")}
    </Button>
  );
}
