"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ActivityIcon } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { BulkBar } from "@/components/bulk/bulk-bar";
import { bulkFilter } from "@/components/bulk/bulk-filter";
import { useMayChoose } from "@/components/bulk/use-may-choose";
import { ChoiceFilter } from "@/components/data-table/choice-filter";
import { DirectionButton } from "@/components/data-table/direction-button";
import { ExportMenu } from "@/components/data-table/export-menu";
import { ListCard } from "@/components/data-table/list-card";
import { StatusFilter } from "@/components/data-table/status-filter";
import { useListParams } from "@/components/data-table/use-list-params";
import { useSelection } from "@/components/data-table/use-selection";
import { useFresh } from "@/components/hooks/use-fresh";
import { useMay } from "@/components/layout/may";
import { PageHeader } from "@/components/layout/page-header";
import { subscriptionHref } from "@/components/lib/href";
import { nextPage } from "@/components/lib/next-page";
import { useTRPC } from "@/components/lib/trpc";
import { useSubscriptionColumns } from "@/components/subscriptions/subscription-columns";
import { type Locale, SUBSCRIPTION_STATUSES } from "@/db/enums";
import { type SubscriptionParams, subscriptionParams, toInput } from "./search-params";

export function SubscriptionsClient() {
  const t = useTranslations("subscriptions");
  const common = useTranslations("common");
  const locale = useLocale() as Locale;
  const trpc = useTRPC();
  const list = useListParams("subscriptions", subscriptionParams);
  const { params, setParams } = list;
  const filter = bulkFilter(toInput(params));
  const rows = useSelection(filter);
  const mayChoose = useMayChoose("subscriptions");
  const columns = useSubscriptionColumns();
  const plans = useQuery({
    ...trpc.admin.catalog.list.queryOptions({ archived: true }),
    enabled: useMay()("catalog.read"),
  });
  const pages = useInfiniteQuery({
    ...trpc.admin.subscriptions.list.infiniteQueryOptions(toInput(params), nextPage),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={<ExportMenu report="subscriptions" params={toInput(params)} />}
      />
      <ListCard
        list={list}
        searchHint={t("searchHint")}
        pages={pages}
        columns={columns}
        rowId={({ id }) => id}
        rowHref={({ id }) => subscriptionHref(id)}
        fresh={useFresh()}
        selection={mayChoose ? { ...rows, nameOf: (row) => row.panelUsername } : undefined}
        empty={{ icon: ActivityIcon, title: t("empty"), hint: t("emptyHint") }}
      >
        <StatusFilter
          label={t("status")}
          kind="subscription"
          all={SUBSCRIPTION_STATUSES}
          value={params.status}
          onChange={(status) => void setParams({ status })}
        />
        <ChoiceFilter
          label={t("plan")}
          value={params.plan || "all"}
          onChange={(plan) => void setParams({ plan: plan === "all" ? "" : plan })}
          options={[
            { value: "all", label: common("all") },
            ...(plans.data ?? []).map(({ id, name }) => ({ value: id, label: name[locale] })),
          ]}
        />
        <ChoiceFilter
          label={t("delivery")}
          value={params.behind ? "behind" : "all"}
          onChange={(value) => void setParams({ behind: value === "behind" })}
          options={[
            { value: "all", label: common("all") },
            { value: "behind", label: t("behind") },
          ]}
        />
        <ChoiceFilter
          label={t("sort")}
          value={params.sort}
          onChange={(sort) => void setParams({ sort: sort as SubscriptionParams["sort"] })}
          options={[
            { value: "created", label: t("sortCreated") },
            { value: "expires", label: t("sortExpires") },
          ]}
        />
        <DirectionButton value={params.dir} onChange={(dir) => void setParams({ dir })} />
      </ListCard>
      <BulkBar list="subscriptions" rows={rows} filter={filter} />
    </>
  );
}
