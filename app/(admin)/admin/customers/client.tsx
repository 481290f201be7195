"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { UsersIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useCustomerColumns } from "@/components/customers/customer-columns";
import { TagFilter } from "@/components/customers/tag-filter";
import { ChoiceFilter } from "@/components/data-table/choice-filter";
import { DataTable } from "@/components/data-table/data-table";
import { DirectionButton } from "@/components/data-table/direction-button";
import { ExportMenu } from "@/components/data-table/export-menu";
import { ListEmpty } from "@/components/data-table/list-empty";
import { Toolbar } from "@/components/data-table/toolbar";
import { useFresh } from "@/components/hooks/use-fresh";
import { PageHeader } from "@/components/layout/page-header";
import { customerHref } from "@/components/lib/href";
import { nextPage } from "@/components/lib/next-page";
import { useTRPC } from "@/components/lib/trpc";
import { Card } from "@/components/ui/card";
import { CUSTOMER_FILTERS, type CustomerParams, customerParams } from "./search-params";

export function CustomersClient() {
  const t = useTranslations("customers");
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(customerParams);
  const columns = useCustomerColumns();
  const pages = useInfiniteQuery({
    ...trpc.admin.customers.list.infiniteQueryOptions(params, nextPage),
    placeholderData: keepPreviousData,
  });
  const filtered = params.q !== "" || params.filter !== "all" || params.tag !== "";
  const reset = () => void setParams(null);
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={<ExportMenu report="customers" params={{ ...params }} />}
      />
      <Card>
        <Toolbar
          q={{
            value: params.q,
            onChange: (q) => void setParams({ q }),
            placeholder: t("searchHint"),
          }}
          onReset={filtered ? reset : undefined}
        >
          <ChoiceFilter
            label={t("show")}
            value={params.filter}
            onChange={(filter) => void setParams({ filter: filter as CustomerParams["filter"] })}
            options={CUSTOMER_FILTERS.map((value) => ({ value, label: t(`filters.${value}`) }))}
          />
          <TagFilter value={params.tag} onChange={(tag) => void setParams({ tag })} />
          <DirectionButton value={params.dir} onChange={(dir) => void setParams({ dir })} />
        </Toolbar>
        <DataTable
          pages={pages}
          columns={columns}
          rowId={({ id }) => id}
          rowHref={({ id }) => customerHref(id)}
          fresh={useFresh()}
          empty={
            <ListEmpty
              filtered={filtered}
              onReset={reset}
              icon={UsersIcon}
              title={t("empty")}
              hint={t("emptyHint")}
            />
          }
        />
      </Card>
    </>
  );
}
