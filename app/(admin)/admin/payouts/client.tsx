"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { BanknoteIcon, CheckCheckIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ExportMenu } from "@/components/data-table/export-menu";
import { ListCard } from "@/components/data-table/list-card";
import { StatusFilter } from "@/components/data-table/status-filter";
import { useListParams } from "@/components/data-table/use-list-params";
import { ActionDialog } from "@/components/forms/action-dialog";
import { useFresh } from "@/components/hooks/use-fresh";
import { Amount } from "@/components/layout/amount";
import { May } from "@/components/layout/may";
import { PageHeader } from "@/components/layout/page-header";
import { nextPage } from "@/components/lib/next-page";
import { useTRPC } from "@/components/lib/trpc";
import { usePayoutActions } from "@/components/partners/payout-actions";
import { usePayoutColumns } from "@/components/partners/payout-columns";
import { Button } from "@/components/ui/button";
import { Card, CardContent } from "@/components/ui/card";
import { PAYOUT_STATUSES } from "@/db/enums";
import { payoutParams } from "./search-params";

export function PayoutsClient() {
  const t = useTranslations("partners.payouts");
  const trpc = useTRPC();
  const list = useListParams("payouts", payoutParams);
  const { params, setParams } = list;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { action, setAction, approve, buttonsOf } = usePayoutActions();
  const columns = usePayoutColumns({ chosen, setChosen, buttonsOf });
  const summary = useQuery(trpc.admin.payouts.summary.queryOptions());
  const pages = useInfiniteQuery({
    ...trpc.admin.payouts.list.infiniteQueryOptions(params, nextPage),
    placeholderData: keepPreviousData,
  });
  const picked = (pages.data?.pages ?? [])
    .flatMap(({ rows }) => rows)
    .filter(({ id, status }) => chosen.has(id) && status === "requested");
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <May needs="payouts.approve">
            {picked.length > 0 && (
              <Button size="sm" onClick={() => approve(picked, () => setChosen(new Set()))}>
                <CheckCheckIcon />
                {t("approveChosen", { count: picked.length })}
              </Button>
            )}
            <ExportMenu report="payouts" params={{ ...params }} />
          </May>
        }
      />
      {summary.data && (
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
          {summary.data.map(({ status, count, amounts }) => (
            <Card key={status}>
              <CardContent className="flex flex-col gap-1 py-4">
                <span className="text-[13px] text-muted-foreground">
                  {t(`summary.${status}`, { count })}
                </span>
                <span className="flex flex-wrap gap-x-3 text-lg font-semibold">
                  {amounts.length === 0
                    ? "–"
                    : amounts.map((amount) => <Amount key={amount.currency} value={amount} />)}
                </span>
              </CardContent>
            </Card>
          ))}
        </div>
      )}
      <ListCard
        list={list}
        searchHint={t("searchHint")}
        pages={pages}
        columns={columns}
        rowId={({ id }) => id}
        fresh={useFresh()}
        empty={{ icon: BanknoteIcon, title: t("empty"), hint: t("emptyHint") }}
      >
        <StatusFilter
          label={t("status")}
          kind="payout"
          all={PAYOUT_STATUSES}
          value={params.status}
          onChange={(status) => void setParams({ status })}
        />
      </ListCard>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </>
  );
}
