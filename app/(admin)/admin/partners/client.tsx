"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { HandshakeIcon, SlidersHorizontalIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { DataTable } from "@/components/data-table/data-table";
import { ExportMenu } from "@/components/data-table/export-menu";
import { ListEmpty } from "@/components/data-table/list-empty";
import { StatusFilter } from "@/components/data-table/status-filter";
import { Toolbar } from "@/components/data-table/toolbar";
import { useFresh } from "@/components/hooks/use-fresh";
import { PageHeader } from "@/components/layout/page-header";
import { href, partnerHref } from "@/components/lib/href";
import { nextPage } from "@/components/lib/next-page";
import { useTRPC } from "@/components/lib/trpc";
import { Applications } from "@/components/partners/applications";
import { usePartnerColumns } from "@/components/partners/partner-columns";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PARTNER_STATUSES } from "@/db/enums";
import { partnerParams } from "./search-params";

export function PartnersClient() {
  const t = useTranslations("partners");
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(partnerParams);
  const columns = usePartnerColumns();
  const pages = useInfiniteQuery({
    ...trpc.admin.partners.list.infiniteQueryOptions(params, nextPage),
    placeholderData: keepPreviousData,
  });
  const filtered = params.q !== "" || params.status.length > 0;
  const reset = () => void setParams(null);
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
            kind="partner"
            all={PARTNER_STATUSES}
            value={params.status}
            onChange={(status) => void setParams({ status })}
          />
        </Toolbar>
        <DataTable
          pages={pages}
          columns={columns}
          rowId={({ id }) => id}
          rowHref={({ id }) => partnerHref(id)}
          fresh={useFresh()}
          empty={
            <ListEmpty
              filtered={filtered}
              onReset={reset}
              icon={HandshakeIcon}
              title={t("empty")}
              hint={t("emptyHint")}
            />
          }
        />
      </Card>
    </>
  );
}
