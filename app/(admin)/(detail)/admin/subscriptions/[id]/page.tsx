import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Hydrate, prefetch, prefetchExisting, requireAdmin, trpc } from "@/server/trpc/rsc";
import { SubscriptionClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("subscriptions") };
}

export default async function SubscriptionPage({ params }: { params: Promise<{ id: string }> }) {
  await requireAdmin("subscriptions.read");
  const { id: subscriptionId } = await params;
  await prefetchExisting(trpc.admin.subscriptions.get.queryOptions({ subscriptionId }));
  prefetch(trpc.admin.subscriptions.renewal.queryOptions({ subscriptionId }));
  return (
    <Hydrate>
      <SubscriptionClient subscriptionId={subscriptionId} />
    </Hydrate>
  );
}
