"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ReceiptIcon } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { DataTable } from "@/components/data-table/data-table";
import { DirectionButton } from "@/components/data-table/direction-button";
import { ExportMenu } from "@/components/data-table/export-menu";
import { ListEmpty } from "@/components/data-table/list-empty";
import { StatusFilter } from "@/components/data-table/status-filter";
import { Toolbar } from "@/components/data-table/toolbar";
import { useFresh } from "@/components/hooks/use-fresh";
import { PageHeader } from "@/components/layout/page-header";
import { orderHref } from "@/components/lib/href";
import { nextPage } from "@/components/lib/next-page";
import { useTRPC } from "@/components/lib/trpc";
import { useOrderColumns } from "@/components/orders/order-columns";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { ORDER_STATUSES } from "@/db/enums";
import { orderParams, toInput } from "./search-params";

export function OrdersClient() {
  const t = useTranslations("orders");
  const format = useFormatter();
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(orderParams);
  const columns = useOrderColumns();
  const pages = useInfiniteQuery({
    ...trpc.admin.orders.list.infiniteQueryOptions(toInput(params), nextPage),
    placeholderData: keepPreviousData,
  });
  const filtered =
    params.q !== "" || params.status.length > 0 || params.from !== null || params.to !== null;
  const reset = () => void setParams(null);
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={<ExportMenu report="orders" params={{ ...params }} />}
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
        </Toolbar>
        <DataTable
          pages={pages}
          columns={columns}
          rowId={({ id }) => id}
          rowHref={({ id }) => orderHref(id)}
          fresh={useFresh()}
          empty={
            <ListEmpty
              filtered={filtered}
              onReset={reset}
              icon={ReceiptIcon}
              title={t("empty")}
              hint={t("emptyHint")}
            />
          }
        />
      </Card>
    </>
  );
}
