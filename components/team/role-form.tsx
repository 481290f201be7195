"use client";

import { Loader2Icon, LockIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { Field } from "@/components/forms/field";
import { useAction } from "@/components/hooks/use-action";
import { useMay } from "@/components/layout/may";
import { href } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Input } from "@/components/ui/input";
import type { Permission } from "@/server/rules/permissions";
import { PermissionBoxes } from "./permission-boxes";
import { useRoleName } from "./use-role-name";

export type Role = Outputs["team"]["roles"][number];

const LIST = href("/admin/team?tab=roles");

/** A role's name and what it allows; to look at only where one may not change it. */
export function RoleForm({ stored: role }: { stored: Role | null }) {
  const t = useTranslations("team.roleEditor");
  const common = useTranslations("common");
  const router = useRouter();
  const { team } = useTRPC().admin;
  const may = useMay();
  const roleName = useRoleName();
  const [name, setName] = useState(role?.name ?? "");
  const [permissions, setPermissions] = useState<readonly Permission[]>(role?.permissions ?? []);
  const [action, setAction] = useState<Action | null>(null);
  const leave = () => router.push(LIST);
  const create = useAction(team.createRole.mutationOptions(), {
    done: t("created"),
    onDone: leave,
  });
  const update = useAction(team.updateRole.mutationOptions(), { done: t("saved") });
  const remove = useAction(team.deleteRole.mutationOptions(), {
    done: t("deleted"),
    onDone: leave,
  });
  const why = whyNot(role);
  const readOnly = why !== null || !may("roles.write");
  const saving = create.isPending || update.isPending;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const values = { name, permissions: [...permissions] as never };
    if (role) update.mutate({ roleId: role.id, ...values });
    else create.mutate(values);
  };

  return (
    <form onSubmit={submit}>
      <Card>
        <CardHeader>
          <div>
            <CardTitle>{t("allows")}</CardTitle>
            <CardDescription>{t("allowsHint")}</CardDescription>
          </div>
        </CardHeader>
        <CardContent className="flex flex-col gap-6">
          {why ? (
            <p className="flex items-center gap-2 rounded-md border bg-muted/50 px-3 py-2.5 text-[13px]">
              <LockIcon className="size-3.5 shrink-0 text-muted-foreground" aria-hidden />
              {t(why)}
            </p>
          ) : (
            <div className="max-w-sm">
              <Field label={t("name")} help={t("nameHelp")}>
                {(props) => (
                  <Input
                    {...props}
                    value={name}
                    required
                    maxLength={60}
                    readOnly={readOnly}
                    onChange={(event) => setName(event.target.value)}
                  />
                )}
              </Field>
            </div>
          )}
          <PermissionBoxes
            value={permissions}
            may={may}
            readOnly={readOnly}
            onChange={setPermissions}
          />
          {!readOnly && (
            <div className="flex flex-wrap items-center justify-end gap-2 border-t pt-4">
              {role && role.people > 0 && (
                <p className="mr-auto text-xs text-muted-foreground">
                  {t("inUse", { count: role.people })}
                </p>
              )}
              {permissions.length === 0 && (
                <p className="text-xs text-muted-foreground">{t("nothing")}</p>
              )}
              {role && role.people === 0 && (
                <Button
                  variant="outline"
                  onClick={() =>
                    setAction({
                      title: t("deleteTitle", { name: roleName(role) }),
                      consequence: t("deleteConsequence"),
                      confirm: t("delete"),
                      destructive: true,
                      run: () => remove.mutateAsync({ roleId: role.id }),
                    })
                  }
                >
                  {t("delete")}
                </Button>
              )}
              <Button type="submit" disabled={saving || permissions.length === 0}>
                {saving && <Loader2Icon className="animate-spin" />}
                {role ? common("save") : t("create")}
              </Button>
            </div>
          )}
        </CardContent>
      </Card>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </form>
  );
}

/** Why nobody who looks may change it, as a message's key. */
function whyNot(role: Role | null): "builtin" | "own" | "beyond" | null {
  if (!role) return null;
  if (role.name === null) return "builtin";
  if (role.own) return "own";
  return role.within ? null : "beyond";
}
