import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Hydrate, prefetch, prefetchExisting, requireAdmin, trpc } from "@/server/trpc/rsc";
import { AddonClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("catalog.addons"))("title") };
}

export default async function AddonPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const addonId = id === "new" ? null : id;
  await requireAdmin(addonId ? "catalog.read" : "catalog.write");
  if (addonId) await prefetchExisting(trpc.admin.catalog.addon.queryOptions({ addonId }));
  prefetch(trpc.admin.catalog.list.queryOptions({ archived: true }));
  return (
    <Hydrate>
      <AddonClient addonId={addonId} />
    </Hydrate>
  );
}
