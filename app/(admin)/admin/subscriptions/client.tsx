"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ActivityIcon } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { ChoiceFilter } from "@/components/data-table/choice-filter";
import { DataTable } from "@/components/data-table/data-table";
import { DirectionButton } from "@/components/data-table/direction-button";
import { ListEmpty } from "@/components/data-table/list-empty";
import { StatusFilter } from "@/components/data-table/status-filter";
import { Toolbar } from "@/components/data-table/toolbar";
import { useFresh } from "@/components/hooks/use-fresh";
import { useMay } from "@/components/layout/may";
import { PageHeader } from "@/components/layout/page-header";
import { subscriptionHref } from "@/components/lib/href";
import { nextPage } from "@/components/lib/next-page";
import { useTRPC } from "@/components/lib/trpc";
import { useSubscriptionColumns } from "@/components/subscriptions/subscription-columns";
import { Card } from "@/components/ui/card";
import { type Locale, SUBSCRIPTION_STATUSES } from "@/db/enums";
import { type SubscriptionParams, subscriptionParams, toInput } from "./search-params";

export function SubscriptionsClient() {
  const t = useTranslations("subscriptions");
  const common = useTranslations("common");
  const locale = useLocale() as Locale;
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(subscriptionParams);
  const columns = useSubscriptionColumns();
  const plans = useQuery({
    ...trpc.admin.catalog.list.queryOptions({ archived: true }),
    enabled: useMay()("catalog.read"),
  });
  const pages = useInfiniteQuery({
    ...trpc.admin.subscriptions.list.infiniteQueryOptions(toInput(params), nextPage),
    placeholderData: keepPreviousData,
  });
  const filtered =
    params.q !== "" ||
    params.status.length > 0 ||
    params.plan !== "" ||
    params.behind ||
    params.before !== null;
  const reset = () => void setParams(null);
  return (
    <>
      <PageHeader title={t("title")} />
      <Card>
        <Toolbar
          q={{
            value: params.q,
            onChange: (q) => void setParams({ q }),
            placeholder: t("searchHint"),
          }}
          onReset={filtered ? reset : undefined}
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
        </Toolbar>
        <DataTable
          pages={pages}
          columns={columns}
          rowId={({ id }) => id}
          rowHref={({ id }) => subscriptionHref(id)}
          fresh={useFresh()}
          empty={
            <ListEmpty
              filtered={filtered}
              onReset={reset}
              icon={ActivityIcon}
              title={t("empty")}
              hint={t("emptyHint")}
            />
          }
        />
      </Card>
    </>
  );
}
