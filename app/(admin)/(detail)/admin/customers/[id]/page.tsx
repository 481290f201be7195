import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Hydrate, prefetch, prefetchExisting, requireAdmin, trpc } from "@/server/trpc/rsc";
import { CustomerClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("customers") };
}

export default async function CustomerPage({ params }: { params: Promise<{ id: string }> }) {
  await requireAdmin("customers.read");
  const { id: customerId } = await params;
  await prefetchExisting(trpc.admin.customers.get.queryOptions({ customerId }));
  prefetch(trpc.admin.customers.timeline.queryOptions({ customerId }));
  return (
    <Hydrate>
      <CustomerClient customerId={customerId} />
    </Hydrate>
  );
}
