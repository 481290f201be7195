import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { nextPage } from "@/components/lib/next-page";
import { openList } from "@/server/trpc/list-page";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { EventsClient } from "./client";
import { loadEventParams, toInput } from "./search-params";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("events") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function EventsPage({ searchParams }: Props) {
  await requireAdmin("orders.read");
  await openList("events", searchParams);
  const input = toInput(await loadEventParams(searchParams));
  prefetch(trpc.admin.payments.events.infiniteQueryOptions(input, nextPage));
  return (
    <Hydrate>
      <EventsClient />
    </Hydrate>
  );
}
