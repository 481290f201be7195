"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { CreditCardIcon } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { ChoiceFilter } from "@/components/data-table/choice-filter";
import { DataTable } from "@/components/data-table/data-table";
import { ExportMenu } from "@/components/data-table/export-menu";
import { ListEmpty } from "@/components/data-table/list-empty";
import { StatusFilter } from "@/components/data-table/status-filter";
import { Toolbar } from "@/components/data-table/toolbar";
import { useFresh } from "@/components/hooks/use-fresh";
import { PageHeader } from "@/components/layout/page-header";
import { paymentHref } from "@/components/lib/href";
import { nextPage } from "@/components/lib/next-page";
import { useTRPC } from "@/components/lib/trpc";
import { usePaymentColumns } from "@/components/payments/payment-columns";
import { Card } from "@/components/ui/card";
import { type Locale, PAYMENT_STATUSES } from "@/db/enums";
import { paymentParams, toInput } from "./search-params";

export function PaymentsClient() {
  const t = useTranslations("payments");
  const common = useTranslations("common");
  const locale = useLocale() as Locale;
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(paymentParams);
  const columns = usePaymentColumns();
  const gateways = useQuery(trpc.admin.payments.gateways.queryOptions());
  const pages = useInfiniteQuery({
    ...trpc.admin.payments.list.infiniteQueryOptions(toInput(params), nextPage),
    placeholderData: keepPreviousData,
  });
  const filtered = params.q !== "" || params.status.length > 0 || params.gateway !== "";
  const reset = () => void setParams(null);
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={<ExportMenu report="payments" params={{ ...params }} />}
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
            kind="payment"
            all={PAYMENT_STATUSES}
            value={params.status}
            onChange={(status) => void setParams({ status })}
          />
          <ChoiceFilter
            label={t("gateway")}
            value={params.gateway || "all"}
            onChange={(gateway) => void setParams({ gateway: gateway === "all" ? "" : gateway })}
            options={[
              { value: "all", label: common("all") },
              ...(gateways.data ?? []).map(({ id, label }) => ({
                value: id,
                label: label[locale],
              })),
            ]}
          />
        </Toolbar>
        <DataTable
          pages={pages}
          columns={columns}
          rowId={({ id }) => id}
          rowHref={({ id }) => paymentHref(id)}
          fresh={useFresh()}
          empty={
            <ListEmpty
              filtered={filtered}
              onReset={reset}
              icon={CreditCardIcon}
              title={t("empty")}
              hint={t("emptyHint")}
            />
          }
        />
      </Card>
    </>
  );
}
