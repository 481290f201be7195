"use client";

import {
  CalendarIcon,
  GiftIcon,
  LinkIcon,
  MoreHorizontalIcon,
  PackageIcon,
  PowerIcon,
  RefreshCwIcon,
  RotateCcwIcon,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { May } from "@/components/layout/may";
import type { Outputs } from "@/components/lib/outputs";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { useSubscriptionActions } from "./use-subscription-actions";

export type ActionView = Outputs["customers"]["get"]["subscriptions"][number];

/** Gift, extend, change plan, reset, switch off: each with its consequence written out. */
export function SubscriptionActions({ view }: { view: ActionView }) {
  const t = useTranslations("subscriptions.do");
  const common = useTranslations("common");
  const [action, setAction] = useState<Action | null>(null);
  const actions = useSubscriptionActions(view);
  const off = view.status === "disabled";
  return (
    <div className="flex items-center gap-1.5">
      <Button variant="outline" size="xs" onClick={() => setAction(actions.gift)}>
        <GiftIcon />
        {t("gift.title")}
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={common("actions")}
            disabled={view.status === "cancelled"}
          >
            <MoreHorizontalIcon />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end" className="w-52">
          <DropdownMenuItem onSelect={() => setAction(actions.expiry)}>
            <CalendarIcon />
            {t("expiry.title")}
          </DropdownMenuItem>
          <May needs="catalog.read">
            <DropdownMenuItem onSelect={() => setAction(actions.plan)}>
              <PackageIcon />
              {t("plan.title")}
            </DropdownMenuItem>
          </May>
          <DropdownMenuItem onSelect={() => setAction(actions.traffic)}>
            <RotateCcwIcon />
            {t("traffic.title")}
          </DropdownMenuItem>
          <DropdownMenuItem disabled={!view.canResetLink} onSelect={() => setAction(actions.link)}>
            <LinkIcon />
            {t("link.title")}
          </DropdownMenuItem>
          {view.preparing && (
            <DropdownMenuItem onSelect={() => setAction(actions.retry)}>
              <RefreshCwIcon />
              {t("retry.title")}
            </DropdownMenuItem>
          )}
          <DropdownMenuSeparator />
          <DropdownMenuItem
            variant={off ? "default" : "destructive"}
            onSelect={() => setAction(off ? actions.enable : actions.disable)}
          >
            <PowerIcon />
            {t(off ? "enable.title" : "disable.title")}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </div>
  );
}
