import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { nextPage } from "@/components/lib/next-page";
import { openList } from "@/server/trpc/list-page";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { OrdersClient } from "./client";
import { loadOrderParams, toInput } from "./search-params";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("orders") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function OrdersPage({ searchParams }: Props) {
  await requireAdmin("orders.read");
  await openList("orders", searchParams);
  const input = toInput(await loadOrderParams(searchParams));
  prefetch(trpc.admin.orders.list.infiniteQueryOptions(input, nextPage));
  return (
    <Hydrate>
      <OrdersClient />
    </Hydrate>
  );
}
