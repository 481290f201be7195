import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { nextPage } from "@/components/lib/next-page";
import { openList } from "@/server/trpc/list-page";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { PayoutsClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("payouts") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PayoutsPage({ searchParams }: Props) {
  await requireAdmin("partners.read");
  await openList("payouts", searchParams);
  prefetch(trpc.admin.payouts.summary.queryOptions());
  prefetch(trpc.admin.payouts.list.infiniteQueryOptions({ q: "", status: [] }, nextPage));
  return (
    <Hydrate>
      <PayoutsClient />
    </Hydrate>
  );
}
