"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ScrollTextIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAuditColumns } from "@/components/audit/audit-columns";
import { CheckLog } from "@/components/audit/check-log";
import { EntrySheet } from "@/components/audit/entry-sheet";
import type { AuditRow } from "@/components/audit/entry-words";
import { ChoiceFilter } from "@/components/data-table/choice-filter";
import { ExportMenu } from "@/components/data-table/export-menu";
import { ListCard } from "@/components/data-table/list-card";
import { useListParams } from "@/components/data-table/use-list-params";
import { HelpHint } from "@/components/layout/help-hint";
import { May } from "@/components/layout/may";
import { PageHeader } from "@/components/layout/page-header";
import { nextPage } from "@/components/lib/next-page";
import { useTRPC } from "@/components/lib/trpc";
import { Badge } from "@/components/ui/badge";
import { AUDIT_SUBJECTS } from "@/server/domains/audit/schemas";
import { ACTOR_FILTERS, type AuditParams, auditParams, PERIODS, toInput } from "./search-params";

export function AuditClient() {
  const t = useTranslations("audit");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const list = useListParams("audit", auditParams);
  const { params, setParams } = list;
  const [opened, setOpened] = useState<AuditRow | null>(null);
  const columns = useAuditColumns(setOpened);
  const input = toInput(params, t.raw("actions"));
  const pages = useInfiniteQuery({
    ...trpc.admin.audit.list.infiniteQueryOptions(input, nextPage),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PageHeader
        title={
          <>
            {t("title")}
            <HelpHint term="chain" />
          </>
        }
        description={t("description")}
        actions={
          <>
            <May needs="audit.export">
              <ExportMenu report="audit" params={input} />
            </May>
            <CheckLog />
          </>
        }
      />
      <ListCard
        list={list}
        searchHint={t("searchHint")}
        pages={pages}
        columns={columns}
        rowId={({ seq }) => String(seq)}
        empty={{ icon: ScrollTextIcon, title: t("empty"), hint: t("emptyHint") }}
      >
        <ChoiceFilter
          label={t("area")}
          value={params.action || "all"}
          onChange={(value) => void setParams({ action: value === "all" ? "" : value })}
          options={[
            { value: "all", label: common("all") },
            ...Object.entries<string>(t.raw("areas"))
              .map(([slice, label]) => ({ value: `${slice}.`, label }))
              .sort((a, b) => a.label.localeCompare(b.label)),
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
        <ChoiceFilter
          label={t("about")}
          value={params.about}
          onChange={(about) => void setParams({ about: about as AuditParams["about"] })}
          options={[
            { value: "all", label: common("all") },
            ...AUDIT_SUBJECTS.map((value) => ({ value, label: t(`subjects.${value}`) })),
          ]}
        />
        <ChoiceFilter
          label={t("period")}
          value={String(params.days)}
          onChange={(days) => void setParams({ days: Number(days) })}
          options={PERIODS.map((days) => ({
            value: String(days),
            label: t(`periods.${days}`),
          }))}
        />
        {params.session && <Badge variant="outline">{t("ofSession")}</Badge>}
      </ListCard>
      <EntrySheet
        entry={opened}
        onClose={() => setOpened(null)}
        onSession={(session) => {
          setOpened(null);
          void setParams({ session });
        }}
      />
    </>
  );
}
