import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { NodesClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("nodes") };
}

export default async function NodesPage() {
  await requireAdmin("remnawave.read");
  prefetch(trpc.admin.remnawave.nodes.queryOptions());
  return (
    <Hydrate>
      <NodesClient />
    </Hydrate>
  );
}
