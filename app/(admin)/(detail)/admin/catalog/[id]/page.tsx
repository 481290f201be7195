import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Hydrate, prefetch, prefetchExisting, requireAdmin, trpc } from "@/server/trpc/rsc";
import { PlanClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("catalog") };
}

export default async function PlanPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const planId = id === "new" ? null : id;
  await requireAdmin(planId ? "catalog.read" : "catalog.write");
  if (planId) await prefetchExisting(trpc.admin.catalog.get.queryOptions({ planId }));
  prefetch(trpc.admin.remnawave.squads.queryOptions());
  return (
    <Hydrate>
      <PlanClient planId={planId} />
    </Hydrate>
  );
}
