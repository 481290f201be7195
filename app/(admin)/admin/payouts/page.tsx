import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { nextPage } from "@/components/lib/next-page";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { PayoutsClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("payouts") };
}

export default async function PayoutsPage() {
  await requireAdmin("partners.read");
  prefetch(trpc.admin.payouts.summary.queryOptions());
  prefetch(trpc.admin.payouts.list.infiniteQueryOptions({ q: "", status: [] }, nextPage));
  return (
    <Hydrate>
      <PayoutsClient />
    </Hydrate>
  );
}
