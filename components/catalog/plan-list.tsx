"use client";

import {
  ArchiveIcon,
  ArchiveRestoreIcon,
  ArrowDownIcon,
  ArrowUpIcon,
  MoreHorizontalIcon,
} from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { useUndo } from "@/components/hooks/use-undo";
import { Amount, Bytes } from "@/components/layout/amount";
import { May, useMay } from "@/components/layout/may";
import { href } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Locale } from "@/db/enums";

type Plan = Outputs["catalog"]["list"][number];

/** Plans in the order customers see them; arrows change it. */
export function PlanList({ plans, archived = false }: { plans: Plan[]; archived?: boolean }) {
  const trpc = useTRPC();
  const reorder = useAction(trpc.admin.catalog.reorder.mutationOptions());
  const move = (from: number, to: number) => {
    const ids = plans.map(({ id }) => id);
    const [moved] = ids.splice(from, 1);
    if (moved) ids.splice(to, 0, moved);
    reorder.mutate({ planIds: ids });
  };
  return (
    <ul className="divide-y">
      {plans.map((plan, index) => (
        <PlanRow
          key={plan.id}
          plan={plan}
          archived={archived}
          busy={reorder.isPending}
          onUp={index > 0 ? () => move(index, index - 1) : undefined}
          onDown={index < plans.length - 1 ? () => move(index, index + 1) : undefined}
        />
      ))}
    </ul>
  );
}

type RowProps = {
  plan: Plan;
  archived: boolean;
  busy: boolean;
  onUp?: () => void;
  onDown?: () => void;
};

function PlanRow({ plan, archived, busy, onUp, onDown }: RowProps) {
  const t = useTranslations("catalog");
  const common = useTranslations("common");
  const locale = useLocale() as Locale;
  const may = useMay();
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      {!archived && may("catalog.write") && (
        <div className="-ml-1.5 flex flex-col">
          <Button
            variant="ghost"
            size="icon-sm"
            className="size-6"
            aria-label={t("moveUp", { name: plan.name[locale] })}
            disabled={!onUp || busy}
            onClick={onUp}
          >
            <ArrowUpIcon />
          </Button>
          <Button
            variant="ghost"
            size="icon-sm"
            className="size-6"
            aria-label={t("moveDown", { name: plan.name[locale] })}
            disabled={!onDown || busy}
            onClick={onDown}
          >
            <ArrowDownIcon />
          </Button>
        </div>
      )}
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-2">
          <Link
            href={href(`/admin/catalog/${plan.id}`)}
            className="text-sm font-medium underline-offset-4 hover:underline"
          >
            {plan.name[locale]}
          </Link>
          {plan.audience !== "all" && (
            <Badge variant="info">{t(`audiences.${plan.audience}`)}</Badge>
          )}
          {plan.durations.every(({ prices }) => prices.length === 0) && (
            <Badge variant="warning">{t("unpriced")}</Badge>
          )}
        </div>
        <p className="mt-0.5 text-[13px] text-muted-foreground">
          {plan.trafficLimitBytes === 0n ? (
            t("unlimitedTraffic")
          ) : (
            <>
              <Bytes value={plan.trafficLimitBytes} /> {common(`strategy.${plan.trafficStrategy}`)}
            </>
          )}
          {" · "}
          {plan.deviceLimit
            ? t("deviceCount", { count: plan.deviceLimit })
            : t(plan.deviceLimit === 0 ? "anyDevices" : "panelDevices")}
          {" · "}
          {t("squadCount", { count: plan.internalSquads.length })}
        </p>
        <div className="mt-2 flex flex-wrap gap-1.5">
          {plan.durations.map((duration) => (
            <Badge key={duration.id} variant="outline" className="tabular font-normal">
              <span className="text-muted-foreground">
                {common("days", { count: duration.days })}
              </span>
              {duration.prices.map((price) => (
                <Amount key={price.currency} value={price} />
              ))}
            </Badge>
          ))}
        </div>
      </div>
      <PlanMenu plan={plan} />
    </li>
  );
}

function PlanMenu({ plan }: { plan: Plan }) {
  const t = useTranslations("catalog");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const [action, setAction] = useState<Action | null>(null);
  const archive = useAction(trpc.admin.catalog.archive.mutationOptions());
  const name = plan.name[useLocale() as Locale];
  const takeBack = useAction(trpc.admin.catalog.restore.mutationOptions());
  const undoable = useUndo();
  const restore = useAction(trpc.admin.catalog.restore.mutationOptions(), {
    done: common("saved"),
  });
  return (
    <May needs="catalog.write">
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" aria-label={common("actions")}>
            <MoreHorizontalIcon />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          {plan.archivedAt ? (
            <DropdownMenuItem onSelect={() => restore.mutate({ planId: plan.id })}>
              <ArchiveRestoreIcon />
              {t("restore")}
            </DropdownMenuItem>
          ) : (
            <DropdownMenuItem
              onSelect={() =>
                setAction({
                  title: t("archive.title", { name }),
                  consequence: t("archive.consequence"),
                  confirm: t("archive.confirm"),
                  run: async () => {
                    await archive.mutateAsync({ planId: plan.id });
                    undoable(t("archive.done", { name }), () =>
                      takeBack.mutateAsync({ planId: plan.id }),
                    );
                  },
                })
              }
            >
              <ArchiveIcon />
              {t("archive.confirm")}
            </DropdownMenuItem>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </May>
  );
}
