import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { nextPage } from "@/components/lib/next-page";
import { openList } from "@/server/trpc/list-page";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { SubscriptionsClient } from "./client";
import { loadSubscriptionParams, toInput } from "./search-params";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("subscriptions") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SubscriptionsPage({ searchParams }: Props) {
  await requireAdmin("subscriptions.read");
  await openList("subscriptions", searchParams);
  const input = toInput(await loadSubscriptionParams(searchParams));
  prefetch(trpc.admin.subscriptions.list.infiniteQueryOptions(input, nextPage));
  return (
    <Hydrate>
      <SubscriptionsClient />
    </Hydrate>
  );
}
