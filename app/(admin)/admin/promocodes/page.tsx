import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { nextPage } from "@/components/lib/next-page";
import { openList } from "@/server/trpc/list-page";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { PromoCodesClient } from "./client";
import { loadPromoParams } from "./search-params";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("promocodes") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PromoCodesPage({ searchParams }: Props) {
  await requireAdmin("promocodes.read");
  await openList("promocodes", searchParams);
  const input = await loadPromoParams(searchParams);
  prefetch(trpc.admin.promocodes.list.infiniteQueryOptions(input, nextPage));
  return (
    <Hydrate>
      <PromoCodesClient />
    </Hydrate>
  );
}
