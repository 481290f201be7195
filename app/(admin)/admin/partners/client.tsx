"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { HandshakeIcon, SlidersHorizontalIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { ExportMenu } from "@/components/data-table/export-menu";
import { ListCard } from "@/components/data-table/list-card";
import { StatusFilter } from "@/components/data-table/status-filter";
import { useListParams } from "@/components/data-table/use-list-params";
import { useFresh } from "@/components/hooks/use-fresh";
import { PageHeader } from "@/components/layout/page-header";
import { href, partnerHref } from "@/components/lib/href";
import { nextPage } from "@/components/lib/next-page";
import { useTRPC } from "@/components/lib/trpc";
import { Applications } from "@/components/partners/applications";
import { usePartnerColumns } from "@/components/partners/partner-columns";
import { Button } from "@/components/ui/button";
import { PARTNER_STATUSES } from "@/db/enums";
import { partnerParams } from "./search-params";

export function PartnersClient() {
  const t = useTranslations("partners");
  const trpc = useTRPC();
  const list = useListParams("partners", partnerParams);
  const { params, setParams } = list;
  const columns = usePartnerColumns();
  const pages = useInfiniteQuery({
    ...trpc.admin.partners.list.infiniteQueryOptions(params, nextPage),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <>
            <ExportMenu report="partners" params={{ ...params }} />
            <Button variant="outline" size="sm" asChild>
              <Link href={href("/admin/partners/program")}>
                <SlidersHorizontalIcon />
                {t("program.title")}
              </Link>
            </Button>
          </>
        }
      />
      <Applications />
      <ListCard
        list={list}
        searchHint={t("searchHint")}
        pages={pages}
        columns={columns}
        rowId={({ id }) => id}
        rowHref={({ id }) => partnerHref(id)}
        fresh={useFresh()}
        empty={{ icon: HandshakeIcon, title: t("empty"), hint: t("emptyHint") }}
      >
        <StatusFilter
          label={t("status")}
          kind="partner"
          all={PARTNER_STATUSES}
          value={params.status}
          onChange={(status) => void setParams({ status })}
        />
      </ListCard>
    </>
  );
}
