import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { nextPage } from "@/components/lib/next-page";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { PartnersClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("partners") };
}

export default async function PartnersPage() {
  await requireAdmin("partners.read");
  prefetch(trpc.admin.partners.list.infiniteQueryOptions({ q: "", status: [] }, nextPage));
  return (
    <Hydrate>
      <PartnersClient />
    </Hydrate>
  );
}
