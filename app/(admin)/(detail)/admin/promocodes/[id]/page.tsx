import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { nextPage } from "@/components/lib/next-page";
import { Hydrate, prefetch, prefetchExisting, requireAdmin, trpc } from "@/server/trpc/rsc";
import { PromoCodeClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("promocodes") };
}

export default async function PromoCodePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const promoCodeId = id === "new" ? null : id;
  await requireAdmin(promoCodeId ? "promocodes.read" : "promocodes.write");
  prefetch(trpc.admin.catalog.list.queryOptions({}));
  if (promoCodeId) {
    await prefetchExisting(trpc.admin.promocodes.get.queryOptions({ promoCodeId }));
    prefetch(trpc.admin.promocodes.redemptions.infiniteQueryOptions({ promoCodeId }, nextPage));
  }
  return (
    <Hydrate>
      <PromoCodeClient promoCodeId={promoCodeId} />
    </Hydrate>
  );
}
