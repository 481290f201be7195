import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { RoleClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("team.roleList"))("title") };
}

export default async function RolePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const roleId = id === "new" ? null : id;
  await requireAdmin(roleId ? "team.read" : "roles.write");
  if (roleId) prefetch(trpc.admin.team.roles.queryOptions());
  return (
    <Hydrate>
      <RoleClient roleId={roleId} />
    </Hydrate>
  );
}
