import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { nextPage } from "@/components/lib/next-page";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { RemnawaveClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("remnawave") };
}

export default async function RemnawavePage() {
  await requireAdmin("remnawave.read");
  prefetch(trpc.admin.remnawave.state.queryOptions());
  prefetch(trpc.admin.remnawave.syncRuns.infiniteQueryOptions({}, nextPage));
  return (
    <Hydrate>
      <RemnawaveClient />
    </Hydrate>
  );
}
