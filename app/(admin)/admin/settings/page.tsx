import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { SettingsClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("settings") };
}

export default async function SettingsPage() {
  await requireAdmin("settings.read");
  prefetch(trpc.admin.settings.groups.queryOptions());
  return (
    <Hydrate>
      <SettingsClient />
    </Hydrate>
  );
}
