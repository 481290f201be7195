import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Hydrate, prefetchExisting, requireAdmin, trpc } from "@/server/trpc/rsc";
import { PartnerClient } from "./client";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("partners"))("partner") };
}

export default async function PartnerPage({ params }: Props) {
  await requireAdmin("partners.read");
  const { id } = await params;
  await prefetchExisting(trpc.admin.partners.get.queryOptions({ partnerId: id }));
  return (
    <Hydrate>
      <PartnerClient partnerId={id} />
    </Hydrate>
  );
}
