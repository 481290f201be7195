"use client";

import { useQuery } from "@tanstack/react-query";
import { PackageIcon, PlusIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { AddonCard } from "@/components/catalog/addon-card";
import { PlanList } from "@/components/catalog/plan-list";
import { May } from "@/components/layout/may";
import { PageHeader } from "@/components/layout/page-header";
import { EmptyState, Loaded } from "@/components/layout/states";
import { href } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { buttonVariants } from "@/components/ui/button";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";

export function CatalogClient() {
  const t = useTranslations("catalog");
  const trpc = useTRPC();
  const plans = useQuery(trpc.admin.catalog.list.queryOptions({ archived: true }));
  const create = (
    <May needs="catalog.write">
      <Link href={href("/admin/catalog/new")} className={buttonVariants({ size: "sm" })}>
        <PlusIcon />
        {t("new")}
      </Link>
    </May>
  );
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={create} />
      <Loaded query={plans}>
        {(all) => {
          const live = all.filter(({ archivedAt }) => archivedAt === null);
          const archived = all.filter(({ archivedAt }) => archivedAt !== null);
          return (
            <>
              <Card>
                {live.length === 0 ? (
                  <EmptyState
                    icon={PackageIcon}
                    title={t("empty")}
                    hint={t("emptyHint")}
                    action={create}
                  />
                ) : (
                  <PlanList plans={live} />
                )}
              </Card>
              {archived.length > 0 && (
                <Card>
                  <CardHeader>
                    <CardTitle>{t("archived")}</CardTitle>
                  </CardHeader>
                  <PlanList plans={archived} archived />
                </Card>
              )}
            </>
          );
        }}
      </Loaded>
      <AddonCard />
    </>
  );
}
