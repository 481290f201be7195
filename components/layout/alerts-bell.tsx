"use client";

import { useQuery } from "@tanstack/react-query";
import { BellIcon, CheckCircle2Icon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/components/lib/trpc";
import { AlertList } from "@/components/monitoring/alert-list";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { EmptyState } from "./states";

/** Open alerts with their number. */
export function AlertsBell() {
  const t = useTranslations("layout");
  const trpc = useTRPC();
  const alerts = useQuery(trpc.admin.monitoring.alerts.queryOptions());
  const count = alerts.data?.length ?? 0;
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          size="icon-sm"
          className="relative"
          aria-label={t("alerts.label", { count })}
        >
          <BellIcon />
          {count > 0 && (
            <span className="absolute -right-0.5 -top-0.5 flex h-4 min-w-4 items-center justify-center rounded-full bg-destructive px-1 text-[10px] font-semibold text-destructive-foreground">
              {count > 99 ? "99+" : count}
            </span>
          )}
        </Button>
      </PopoverTrigger>
      <PopoverContent
        align="end"
        className="max-h-[70dvh] w-[min(24rem,calc(100vw-1.5rem))] overflow-y-auto p-0"
      >
        {count === 0 ? (
          <EmptyState
            icon={CheckCircle2Icon}
            title={t("alerts.none")}
            hint={t("alerts.noneHint")}
          />
        ) : (
          <AlertList alerts={alerts.data ?? []} />
        )}
      </PopoverContent>
    </Popover>
  );
}
