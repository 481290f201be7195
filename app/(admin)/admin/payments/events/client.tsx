"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { InboxIcon, ShieldAlertIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { ChoiceFilter } from "@/components/data-table/choice-filter";
import { DataTable } from "@/components/data-table/data-table";
import { ListEmpty } from "@/components/data-table/list-empty";
import { SaveView } from "@/components/data-table/save-view";
import { Toolbar } from "@/components/data-table/toolbar";
import { useListParams } from "@/components/data-table/use-list-params";
import { ViewsBar } from "@/components/data-table/views-bar";
import { useGatewayName } from "@/components/hooks/use-gateway-name";
import { PageHeader } from "@/components/layout/page-header";
import { nextPage } from "@/components/lib/next-page";
import { useTRPC } from "@/components/lib/trpc";
import { useEventColumns } from "@/components/payments/event-columns";
import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { EVENT_FILTERS, type EventParams, eventParams, toInput } from "./search-params";

export function EventsClient() {
  const t = useTranslations("payments.event");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const { params, setParams, filtered, reset, views } = useListParams("events", eventParams);
  const columns = useEventColumns();
  const gatewayName = useGatewayName();
  const refused = useQuery(trpc.admin.payments.refused.queryOptions());
  const pages = useInfiniteQuery({
    ...trpc.admin.payments.events.infiniteQueryOptions(toInput(params), nextPage),
    placeholderData: keepPreviousData,
  });
  const count = (refused.data ?? []).reduce((sum, row) => sum + row.count, 0);
  return (
    <>
      <PageHeader title={t("pageTitle")} description={t("pageHint")} />
      {count > 0 && (
        <Alert variant="warning">
          <ShieldAlertIcon />
          <AlertTitle>{t("refused", { count })}</AlertTitle>
          <AlertDescription>
            {t("refusedHint", {
              sources: [...new Set(refused.data?.map(({ source }) => gatewayName(source)))].join(
                ", ",
              ),
            })}
          </AlertDescription>
        </Alert>
      )}
      <Card>
        <ViewsBar {...views} />
        <Toolbar onReset={filtered ? reset : undefined}>
          <ChoiceFilter
            label={t("status")}
            value={params.status}
            onChange={(status) => void setParams({ status: status as EventParams["status"] })}
            options={EVENT_FILTERS.map((value) => ({
              value,
              label: value === "all" ? common("all") : common(`status.event.${value}`),
            }))}
          />
          <SaveView {...views} />
        </Toolbar>
        <DataTable
          pages={pages}
          columns={columns}
          rowId={({ id }) => id}
          empty={
            <ListEmpty
              filtered={filtered}
              onReset={reset}
              icon={InboxIcon}
              title={t("empty")}
              hint={t("emptyHint")}
            />
          }
        />
      </Card>
    </>
  );
}
