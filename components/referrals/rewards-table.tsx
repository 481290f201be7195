"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { GiftIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { DataTable } from "@/components/data-table/data-table";
import { ExportMenu } from "@/components/data-table/export-menu";
import { ListEmpty } from "@/components/data-table/list-empty";
import { SaveView } from "@/components/data-table/save-view";
import { StatusFilter } from "@/components/data-table/status-filter";
import { Toolbar } from "@/components/data-table/toolbar";
import type { ListViews } from "@/components/data-table/use-views";
import { ViewsBar } from "@/components/data-table/views-bar";
import { useFresh } from "@/components/hooks/use-fresh";
import { nextPage } from "@/components/lib/next-page";
import { useTRPC } from "@/components/lib/trpc";
import { Card } from "@/components/ui/card";
import { REWARD_STATUSES, type RewardStatus } from "@/db/enums";
import { useRewardColumns } from "./reward-columns";

type Filters = { q: string; status: RewardStatus[] };

/** Every reward there ever was, with what became of it. */
export function RewardsTable({
  q,
  status,
  onChange,
  onReset,
  views,
}: Filters & {
  onChange: (filters: Partial<Filters>) => void;
  onReset: () => void;
  views: ListViews;
}) {
  const t = useTranslations("referrals.rewards");
  const trpc = useTRPC();
  const columns = useRewardColumns();
  const pages = useInfiniteQuery({
    ...trpc.admin.referrals.rewards.infiniteQueryOptions({ q, status }, nextPage),
    placeholderData: keepPreviousData,
  });
  const filtered = q !== "" || status.length > 0;
  return (
    <Card>
      <ViewsBar {...views} />
      <Toolbar
        q={{ value: q, onChange: (next) => onChange({ q: next }), placeholder: t("searchHint") }}
        onReset={filtered ? onReset : undefined}
      >
        <StatusFilter
          label={t("status")}
          kind="reward"
          all={REWARD_STATUSES}
          value={status}
          onChange={(next) => onChange({ status: next })}
        />
        <SaveView {...views} />
        <ExportMenu report="rewards" params={{ q, status }} />
      </Toolbar>
      <DataTable
        pages={pages}
        columns={columns}
        rowId={({ id }) => id}
        fresh={useFresh()}
        empty={
          <ListEmpty
            filtered={filtered}
            onReset={onReset}
            icon={GiftIcon}
            title={t("empty")}
            hint={t("emptyHint")}
          />
        }
      />
    </Card>
  );
}
