"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { CreditCardIcon } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { ChoiceFilter } from "@/components/data-table/choice-filter";
import { ExportMenu } from "@/components/data-table/export-menu";
import { ListCard } from "@/components/data-table/list-card";
import { StatusFilter } from "@/components/data-table/status-filter";
import { useListParams } from "@/components/data-table/use-list-params";
import { useFresh } from "@/components/hooks/use-fresh";
import { PageHeader } from "@/components/layout/page-header";
import { paymentHref } from "@/components/lib/href";
import { nextPage } from "@/components/lib/next-page";
import { useTRPC } from "@/components/lib/trpc";
import { usePaymentColumns } from "@/components/payments/payment-columns";
import { type Locale, PAYMENT_STATUSES } from "@/db/enums";
import { paymentParams, toInput } from "./search-params";

export function PaymentsClient() {
  const t = useTranslations("payments");
  const common = useTranslations("common");
  const locale = useLocale() as Locale;
  const trpc = useTRPC();
  const list = useListParams("payments", paymentParams);
  const { params, setParams } = list;
  const columns = usePaymentColumns();
  const gateways = useQuery(trpc.admin.payments.gateways.queryOptions());
  const pages = useInfiniteQuery({
    ...trpc.admin.payments.list.infiniteQueryOptions(toInput(params), nextPage),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={<ExportMenu report="payments" params={{ ...params }} />}
      />
      <ListCard
        list={list}
        searchHint={t("searchHint")}
        pages={pages}
        columns={columns}
        rowId={({ id }) => id}
        rowHref={({ id }) => paymentHref(id)}
        fresh={useFresh()}
        empty={{ icon: CreditCardIcon, title: t("empty"), hint: t("emptyHint") }}
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
      </ListCard>
    </>
  );
}
