"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ReceiptIcon } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { BulkBar } from "@/components/bulk/bulk-bar";
import { bulkFilter } from "@/components/bulk/bulk-filter";
import { useMayChoose } from "@/components/bulk/use-may-choose";
import { DirectionButton } from "@/components/data-table/direction-button";
import { ExportMenu } from "@/components/data-table/export-menu";
import { ListCard } from "@/components/data-table/list-card";
import { StatusFilter } from "@/components/data-table/status-filter";
import { useListParams } from "@/components/data-table/use-list-params";
import { useSelection } from "@/components/data-table/use-selection";
import { useFresh } from "@/components/hooks/use-fresh";
import { PageHeader } from "@/components/layout/page-header";
import { orderHref } from "@/components/lib/href";
import { nextPage } from "@/components/lib/next-page";
import { useTRPC } from "@/components/lib/trpc";
import { useOrderColumns } from "@/components/orders/order-columns";
import { Badge } from "@/components/ui/badge";
import { ORDER_STATUSES } from "@/db/enums";
import { orderParams, toInput } from "./search-params";

export function OrdersClient() {
  const t = useTranslations("orders");
  const format = useFormatter();
  const trpc = useTRPC();
  const list = useListParams("orders", orderParams);
  const { params, setParams } = list;
  const filter = bulkFilter(toInput(params));
  const rows = useSelection(filter);
  const mayChoose = useMayChoose("orders");
  const columns = useOrderColumns();
  const pages = useInfiniteQuery({
    ...trpc.admin.orders.list.infiniteQueryOptions(toInput(params), nextPage),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={<ExportMenu report="orders" params={{ ...params }} />}
      />
      <ListCard
        list={list}
        searchHint={t("searchHint")}
        pages={pages}
        columns={columns}
        rowId={({ id }) => id}
        rowHref={({ id }) => orderHref(id)}
        fresh={useFresh()}
        selection={mayChoose ? { ...rows, nameOf: (row) => `#${row.number}` } : undefined}
        empty={{ icon: ReceiptIcon, title: t("empty"), hint: t("emptyHint") }}
      >
        <StatusFilter
          label={t("status")}
          kind="order"
          all={ORDER_STATUSES}
          value={params.status}
          onChange={(status) => void setParams({ status })}
        />
        {params.from && (
          <Badge variant="outline">
            {t("since", {
              date: format.dateTime(params.from, { dateStyle: "medium", timeStyle: "short" }),
            })}
          </Badge>
        )}
        <DirectionButton value={params.dir} onChange={(dir) => void setParams({ dir })} />
      </ListCard>
      <BulkBar list="orders" rows={rows} filter={filter} />
    </>
  );
}
