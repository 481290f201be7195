"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PlanForm } from "@/components/catalog/plan-form";
import { PageHeader } from "@/components/layout/page-header";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import { useTRPC } from "@/components/lib/trpc";

export function PlanClient({ planId }: { planId: string | null }) {
  const t = useTranslations("catalog");
  const trpc = useTRPC();
  const plan = useQuery({
    ...trpc.admin.catalog.get.queryOptions({ planId: planId ?? "" }),
    enabled: planId !== null,
  });
  return (
    <>
      <PageHeader title={t(planId ? "editTitle" : "newTitle")} description={t("formHint")} />
      {planId ? (
        <Loaded query={plan} skeleton={<BlockSkeleton rows={10} />}>
          {(data) => <PlanForm key={data.id} plan={data} />}
        </Loaded>
      ) : (
        <PlanForm plan={null} />
      )}
    </>
  );
}
