import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { ProgramClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("partners.program"))("title") };
}

export default async function ProgramPage() {
  await requireAdmin("partners.read");
  prefetch(trpc.admin.partners.program.queryOptions());
  return (
    <Hydrate>
      <ProgramClient />
    </Hydrate>
  );
}
