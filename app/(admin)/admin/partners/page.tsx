import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { nextPage } from "@/components/lib/next-page";
import { openList } from "@/server/trpc/list-page";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { PartnersClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("partners") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PartnersPage({ searchParams }: Props) {
  await requireAdmin("partners.read");
  await openList("partners", searchParams);
  prefetch(trpc.admin.partners.list.infiniteQueryOptions({ q: "", status: [] }, nextPage));
  return (
    <Hydrate>
      <PartnersClient />
    </Hydrate>
  );
}
