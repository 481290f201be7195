"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { UsersIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { BulkBar } from "@/components/bulk/bulk-bar";
import { bulkFilter } from "@/components/bulk/bulk-filter";
import { useMayChoose } from "@/components/bulk/use-may-choose";
import { useCustomerColumns } from "@/components/customers/customer-columns";
import { TagFilter } from "@/components/customers/tag-filter";
import { ChoiceFilter } from "@/components/data-table/choice-filter";
import { DirectionButton } from "@/components/data-table/direction-button";
import { ExportMenu } from "@/components/data-table/export-menu";
import { ListCard } from "@/components/data-table/list-card";
import { useListParams } from "@/components/data-table/use-list-params";
import { useSelection } from "@/components/data-table/use-selection";
import { useFresh } from "@/components/hooks/use-fresh";
import { PageHeader } from "@/components/layout/page-header";
import { customerHref } from "@/components/lib/href";
import { nextPage } from "@/components/lib/next-page";
import { useTRPC } from "@/components/lib/trpc";
import { CUSTOMER_FILTERS, type CustomerParams, customerParams } from "./search-params";

export function CustomersClient() {
  const t = useTranslations("customers");
  const trpc = useTRPC();
  const list = useListParams("customers", customerParams);
  const { params, setParams } = list;
  const filter = bulkFilter(params);
  const rows = useSelection(filter);
  const mayChoose = useMayChoose("customers");
  const columns = useCustomerColumns();
  const pages = useInfiniteQuery({
    ...trpc.admin.customers.list.infiniteQueryOptions(params, nextPage),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={<ExportMenu report="customers" params={{ ...params }} />}
      />
      <ListCard
        list={list}
        searchHint={t("searchHint")}
        pages={pages}
        columns={columns}
        rowId={({ id }) => id}
        rowHref={({ id }) => customerHref(id)}
        fresh={useFresh()}
        selection={
          mayChoose
            ? { ...rows, nameOf: (row) => row.firstName || row.username || row.id }
            : undefined
        }
        empty={{ icon: UsersIcon, title: t("empty"), hint: t("emptyHint") }}
      >
        <ChoiceFilter
          label={t("show")}
          value={params.filter}
          onChange={(filter) => void setParams({ filter: filter as CustomerParams["filter"] })}
          options={CUSTOMER_FILTERS.map((value) => ({ value, label: t(`filters.${value}`) }))}
        />
        <TagFilter value={params.tag} onChange={(tag) => void setParams({ tag })} />
        <DirectionButton value={params.dir} onChange={(dir) => void setParams({ dir })} />
      </ListCard>
      <BulkBar list="customers" rows={rows} filter={filter} />
    </>
  );
}
