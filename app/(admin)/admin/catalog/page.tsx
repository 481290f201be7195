import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { CatalogClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("catalog") };
}

export default async function CatalogPage() {
  await requireAdmin("catalog.read");
  prefetch(trpc.admin.catalog.list.queryOptions({ archived: true }));
  prefetch(trpc.admin.catalog.addons.queryOptions({ archived: true }));
  return (
    <Hydrate>
      <CatalogClient />
    </Hydrate>
  );
}
