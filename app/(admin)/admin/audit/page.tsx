import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { nextPage } from "@/components/lib/next-page";
import { openList } from "@/server/trpc/list-page";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { AuditClient } from "./client";
import { loadAuditParams, toInput } from "./search-params";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("audit") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditPage({ searchParams }: Props) {
  await requireAdmin("audit.read");
  await openList("audit", searchParams);
  const t = await getTranslations("audit");
  const input = toInput(await loadAuditParams(searchParams), t.raw("actions"));
  prefetch(trpc.admin.audit.list.infiniteQueryOptions(input, nextPage));
  return (
    <Hydrate>
      <AuditClient />
    </Hydrate>
  );
}
