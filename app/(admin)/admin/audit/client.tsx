"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ScrollTextIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useAuditColumns } from "@/components/audit/audit-columns";
import { CheckLog } from "@/components/audit/check-log";
import { ChoiceFilter } from "@/components/data-table/choice-filter";
import { DataTable } from "@/components/data-table/data-table";
import { ListEmpty } from "@/components/data-table/list-empty";
import { Toolbar } from "@/components/data-table/toolbar";
import { PageHeader } from "@/components/layout/page-header";
import { nextPage } from "@/components/lib/next-page";
import { useTRPC } from "@/components/lib/trpc";
import { Card } from "@/components/ui/card";
import { ACTOR_FILTERS, type AuditParams, auditParams, toInput } from "./search-params";

const SLICES = [
  "catalog",
  "customers",
  "monitoring",
  "notifications",
  "orders",
  "payments",
  "remnawave",
  "settings",
  "subscriptions",
  "team",
];

export function AuditClient() {
  const t = useTranslations("audit");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(auditParams);
  const columns = useAuditColumns();
  const pages = useInfiniteQuery({
    ...trpc.admin.audit.list.infiniteQueryOptions(toInput(params), nextPage),
    placeholderData: keepPreviousData,
  });
  const filtered = params.q !== "" || params.action !== "" || params.actor !== "all";
  const reset = () => void setParams(null);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={<CheckLog />} />
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
            label={t("area")}
            value={params.action || "all"}
            onChange={(value) => void setParams({ action: value === "all" ? "" : value })}
            options={[
              { value: "all", label: common("all") },
              ...SLICES.map((slice) => ({ value: `${slice}.`, label: t(`areas.${slice}`) })),
            ]}
          />
          <ChoiceFilter
            label={t("who")}
            value={params.actor}
            onChange={(actor) => void setParams({ actor: actor as AuditParams["actor"] })}
            options={ACTOR_FILTERS.map((value) => ({
              value,
              label: value === "all" ? common("all") : t(`actors.${value}`),
            }))}
          />
        </Toolbar>
        <DataTable
          pages={pages}
          columns={columns}
          rowId={({ seq }) => String(seq)}
          empty={
            <ListEmpty
              filtered={filtered}
              onReset={reset}
              icon={ScrollTextIcon}
              title={t("empty")}
              hint={t("emptyHint")}
            />
          }
        />
      </Card>
    </>
  );
}
