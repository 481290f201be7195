import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { nextPage } from "@/components/lib/next-page";
import { openList } from "@/server/trpc/list-page";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { CustomersClient } from "./client";
import { loadCustomerParams } from "./search-params";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("customers") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function CustomersPage({ searchParams }: Props) {
  await requireAdmin("customers.read");
  await openList("customers", searchParams);
  const input = await loadCustomerParams(searchParams);
  prefetch(trpc.admin.customers.list.infiniteQueryOptions(input, nextPage));
  return (
    <Hydrate>
      <CustomersClient />
    </Hydrate>
  );
}
