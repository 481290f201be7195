import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { ReferralsClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("referrals") };
}

export default async function ReferralsPage() {
  await requireAdmin("referrals.read");
  prefetch(trpc.admin.referrals.funnel.queryOptions({ days: 30 }));
  prefetch(trpc.admin.referrals.top.queryOptions({ days: 30 }));
  return (
    <Hydrate>
      <ReferralsClient />
    </Hydrate>
  );
}
