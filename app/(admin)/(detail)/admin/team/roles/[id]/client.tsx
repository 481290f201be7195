"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchXIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { PageHeader } from "@/components/layout/page-header";
import { BlockSkeleton, EmptyState, Loaded } from "@/components/layout/states";
import { useTRPC } from "@/components/lib/trpc";
import { RoleForm } from "@/components/team/role-form";
import { useRoleName } from "@/components/team/use-role-name";

export function RoleClient({ roleId }: { roleId: string | null }) {
  const t = useTranslations("team.roleEditor");
  const trpc = useTRPC();
  const roleName = useRoleName();
  const roles = useQuery({
    ...trpc.admin.team.roles.queryOptions(),
    enabled: roleId !== null,
  });
  const role = roles.data?.find(({ id }) => id === roleId) ?? null;
  return (
    <>
      <PageHeader title={role ? roleName(role) : roleId ? "…" : t("new")} />
      {roleId ? (
        <Loaded query={roles} skeleton={<BlockSkeleton rows={8} />}>
          {() =>
            role ? (
              <RoleForm key={role.id} stored={role} />
            ) : (
              <EmptyState icon={SearchXIcon} title={t("gone")} />
            )
          }
        </Loaded>
      ) : (
        <RoleForm stored={null} />
      )}
    </>
  );
}
