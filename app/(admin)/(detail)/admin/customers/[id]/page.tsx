import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader } from "nuqs/server";
import { chipsParam, kindsOf } from "@/components/customers/timeline-chips";
import { nextPage } from "@/components/lib/next-page";
import { Hydrate, prefetch, prefetchExisting, requireAdmin, trpc } from "@/server/trpc/rsc";
import { CustomerClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("customers") };
}

const loadShow = createLoader({ show: chipsParam });

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function CustomerPage({ params, searchParams }: Props) {
  await requireAdmin("customers.read");
  const { id: customerId } = await params;
  await prefetchExisting(trpc.admin.customers.get.queryOptions({ customerId }));
  const kinds = kindsOf((await loadShow(searchParams)).show);
  prefetch(trpc.admin.customers.timeline.infiniteQueryOptions({ customerId, kinds }, nextPage));
  prefetch(trpc.admin.customers.notes.queryOptions({ customerId }));
  return (
    <Hydrate>
      <CustomerClient customerId={customerId} />
    </Hydrate>
  );
}
