"use client";

import { useQuery } from "@tanstack/react-query";
import { PlusIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { May } from "@/components/layout/may";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import { href } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { Badge } from "@/components/ui/badge";
import { buttonVariants } from "@/components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { useRoleName } from "./use-role-name";

/** Every role: those that come with the product to look at, the team's own to change. */
export function RoleList() {
  const t = useTranslations("team.roleList");
  const trpc = useTRPC();
  const roleName = useRoleName();
  const roles = useQuery(trpc.admin.team.roles.queryOptions());
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>{t("title")}</CardTitle>
          <CardDescription>{t("hint")}</CardDescription>
        </div>
        <May needs="roles.write">
          <Link href={href("/admin/team/roles/new")} className={buttonVariants({ size: "sm" })}>
            <PlusIcon />
            {t("new")}
          </Link>
        </May>
      </CardHeader>
      <Loaded query={roles} skeleton={<BlockSkeleton rows={4} />}>
        {(rows) => (
          <ul className="divide-y border-t text-[13px]">
            {rows.map((role) => (
              <li
                key={role.id}
                className="relative flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 hover:bg-muted/40"
              >
                <Link
                  href={href(`/admin/team/roles/${role.id}`)}
                  className="min-w-40 flex-1 font-medium outline-none after:absolute after:inset-0 focus-visible:underline"
                >
                  {roleName(role)}
                </Link>
                {role.own && <Badge variant="outline">{t("yours")}</Badge>}
                {role.name === null && <Badge>{t("builtin")}</Badge>}
                <span className="text-xs text-muted-foreground">
                  {t("allows", { count: role.permissions.length })} ·{" "}
                  {t("people", { count: role.people })}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}
