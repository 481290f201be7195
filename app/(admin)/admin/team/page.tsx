import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { TeamClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("team") };
}

export default async function TeamPage() {
  await requireAdmin("team.read");
  prefetch(trpc.admin.team.operators.queryOptions());
  prefetch(trpc.admin.team.roles.queryOptions());
  return (
    <Hydrate>
      <TeamClient />
    </Hydrate>
  );
}
