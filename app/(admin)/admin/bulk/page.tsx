import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { nextPage } from "@/components/lib/next-page";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { BulkClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("bulk") };
}

export default async function BulkPage() {
  await requireAdmin("customers.read");
  prefetch(trpc.admin.bulk.list.infiniteQueryOptions({}, nextPage));
  return (
    <Hydrate>
      <BulkClient />
    </Hydrate>
  );
}
