"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { AddonForm } from "@/components/catalog/addon-form";
import { PageHeader } from "@/components/layout/page-header";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import { useTRPC } from "@/components/lib/trpc";

export function AddonClient({ addonId }: { addonId: string | null }) {
  const a = useTranslations("catalog.addons");
  const trpc = useTRPC();
  const addon = useQuery({
    ...trpc.admin.catalog.addon.queryOptions({ addonId: addonId ?? "" }),
    enabled: addonId !== null,
  });
  return (
    <>
      <PageHeader title={a(addonId ? "edit" : "new")} description={a("formHint")} />
      {addonId ? (
        <Loaded query={addon} skeleton={<BlockSkeleton rows={8} />}>
          {(data) => <AddonForm key={data.id} addon={data} />}
        </Loaded>
      ) : (
        <AddonForm addon={null} />
      )}
    </>
  );
}
