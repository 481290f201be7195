"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { PlusIcon, TicketPercentIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { BulkBar } from "@/components/bulk/bulk-bar";
import { bulkFilter } from "@/components/bulk/bulk-filter";
import { useMayChoose } from "@/components/bulk/use-may-choose";
import { DirectionButton } from "@/components/data-table/direction-button";
import { ExportMenu } from "@/components/data-table/export-menu";
import { ListCard } from "@/components/data-table/list-card";
import { StatusFilter } from "@/components/data-table/status-filter";
import { useListParams } from "@/components/data-table/use-list-params";
import { useSelection } from "@/components/data-table/use-selection";
import { May } from "@/components/layout/may";
import { PageHeader } from "@/components/layout/page-header";
import { href, promoCodeHref } from "@/components/lib/href";
import { nextPage } from "@/components/lib/next-page";
import { useTRPC } from "@/components/lib/trpc";
import { usePromoColumns } from "@/components/promocodes/promo-columns";
import { Badge } from "@/components/ui/badge";
import { buttonVariants } from "@/components/ui/button";
import { PROMO_STATES } from "@/server/domains/promocodes/schemas";
import { promoParams } from "./search-params";

export function PromoCodesClient() {
  const t = useTranslations("promocodes");
  const trpc = useTRPC();
  const list = useListParams("promocodes", promoParams);
  const { params, setParams } = list;
  const filter = bulkFilter(params);
  const rows = useSelection(filter);
  const mayChoose = useMayChoose("promocodes");
  const columns = usePromoColumns();
  const pages = useInfiniteQuery({
    ...trpc.admin.promocodes.list.infiniteQueryOptions(params, nextPage),
    placeholderData: keepPreviousData,
  });
  const create = (
    <May needs="promocodes.write">
      <Link href={href("/admin/promocodes/new")} className={buttonVariants({ size: "sm" })}>
        <PlusIcon />
        {t("new")}
      </Link>
    </May>
  );
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <>
            <ExportMenu report="promocodes" params={{ ...params }} />
            {create}
          </>
        }
      />
      <ListCard
        list={list}
        searchHint={t("searchHint")}
        pages={pages}
        columns={columns}
        rowId={({ id }) => id}
        rowHref={({ id }) => promoCodeHref(id)}
        selection={mayChoose ? { ...rows, nameOf: (row) => row.code } : undefined}
        empty={{ icon: TicketPercentIcon, title: t("empty"), hint: t("emptyHint"), action: create }}
      >
        <StatusFilter
          label={t("state")}
          kind="promo"
          all={PROMO_STATES}
          value={params.state}
          onChange={(state) => void setParams({ state })}
        />
        {params.batch && (
          <Badge variant="outline" className="font-mono">
            {t("ofBatch", { batch: params.batch })}
          </Badge>
        )}
        <DirectionButton value={params.dir} onChange={(dir) => void setParams({ dir })} />
      </ListCard>
      <BulkBar list="promocodes" rows={rows} filter={filter} />
    </>
  );
}
