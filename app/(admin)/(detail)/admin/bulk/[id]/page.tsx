import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { nextPage } from "@/components/lib/next-page";
import { Hydrate, prefetch, prefetchExisting, requireAdmin, trpc } from "@/server/trpc/rsc";
import { BulkRunClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("bulk") };
}

export default async function BulkRunPage({ params }: { params: Promise<{ id: string }> }) {
  const { id: runId } = await params;
  await requireAdmin("customers.read");
  await prefetchExisting(trpc.admin.bulk.get.queryOptions({ runId }));
  prefetch(trpc.admin.bulk.items.infiniteQueryOptions({ runId, status: [] }, nextPage));
  return (
    <Hydrate>
      <BulkRunClient runId={runId} />
    </Hydrate>
  );
}
