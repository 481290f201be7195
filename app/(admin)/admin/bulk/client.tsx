"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ListChecksIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRunColumns } from "@/components/bulk/run-columns";
import { DataTable } from "@/components/data-table/data-table";
import { useFresh } from "@/components/hooks/use-fresh";
import { PageHeader } from "@/components/layout/page-header";
import { EmptyState } from "@/components/layout/states";
import { bulkRunHref } from "@/components/lib/href";
import { nextPage } from "@/components/lib/next-page";
import { useTRPC } from "@/components/lib/trpc";
import { Card } from "@/components/ui/card";

export function BulkClient() {
  const t = useTranslations("bulk");
  const trpc = useTRPC();
  const columns = useRunColumns();
  const pages = useInfiniteQuery(trpc.admin.bulk.list.infiniteQueryOptions({}, nextPage));
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Card>
        <DataTable
          pages={pages}
          columns={columns}
          rowId={({ id }) => id}
          rowHref={({ id }) => bulkRunHref(id)}
          fresh={useFresh()}
          empty={<EmptyState icon={ListChecksIcon} title={t("empty")} hint={t("emptyHint")} />}
        />
      </Card>
    </>
  );
}
