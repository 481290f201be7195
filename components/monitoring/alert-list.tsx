"use client";

import { XIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useAction } from "@/components/hooks/use-action";
import { useUndo } from "@/components/hooks/use-undo";
import { May } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import { StatusBadge } from "@/components/layout/status-badge";
import { href } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";

type Alert = Outputs["monitoring"]["alerts"][number];

/** Alerts with the way to where each is dealt with. */
export function AlertList({ alerts }: { alerts: Alert[] }) {
  const t = useTranslations("monitoring");
  const trpc = useTRPC();
  const undo = useUndo();
  const dismiss = useAction(trpc.admin.monitoring.dismiss.mutationOptions());
  const reopen = useAction(trpc.admin.monitoring.reopen.mutationOptions());
  const putAway = async (seq: number) => {
    await dismiss.mutateAsync({ seq });
    undo(t("dismissed"), () => reopen.mutateAsync({ seq }));
  };
  return (
    <ul className="divide-y">
      {alerts.map((alert) => (
        <li key={alert.seq} className="flex items-start gap-2 px-4 py-3">
          <div className="flex min-w-0 flex-1 flex-col gap-1">
            <div className="flex flex-wrap items-center gap-2">
              <StatusBadge kind="severity" value={alert.severity} />
              <span className="text-xs text-muted-foreground">
                <RelativeTime value={alert.lastSeenAt} />
                {alert.count > 1 && ` · ×${alert.count}`}
              </span>
            </div>
            <Text alert={alert} />
          </div>
          <May needs="alerts.write">
            <Button
              variant="ghost"
              size="icon-sm"
              className="-mr-2 text-muted-foreground"
              aria-label={t("dismiss")}
              title={t("dismiss")}
              disabled={dismiss.isPending}
              onClick={() => void putAway(alert.seq).catch(() => undefined)}
            >
              <XIcon />
            </Button>
          </May>
        </li>
      ))}
    </ul>
  );
}

function Text({ alert }: { alert: Alert }) {
  const t = useTranslations("monitoring.kinds");
  const text = t.has(alert.kind) ? t(alert.kind, alert.details) : alert.kind.replaceAll("_", " ");
  if (!alert.href) return <p className="text-[13px]">{text}</p>;
  return (
    <Link href={href(alert.href)} className="text-[13px] underline-offset-4 hover:underline">
      {text}
    </Link>
  );
}
