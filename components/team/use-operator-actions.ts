"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { Action } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { useUndo } from "@/components/hooks/use-undo";
import { LANGUAGE_NAMES } from "@/components/layout/locale";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { LOCALES, type Locale } from "@/db/enums";
import { useRoleName } from "./use-role-name";

export type Operator = Outputs["team"]["operators"][number];
type Role = Outputs["team"]["roles"][number];
export type ShownLink = Outputs["team"]["invite"] & { name: string };

/** What can be done about the team's people, each with its consequence. */
export function useOperatorActions(roles: readonly Role[]) {
  const t = useTranslations("team.operators");
  const trpc = useTRPC();
  const locale = useLocale();
  const roleName = useRoleName();
  const [action, setAction] = useState<Action | null>(null);
  const [link, setLink] = useState<ShownLink | null>(null);
  const { team } = trpc.admin;
  const invite = useAction(team.invite.mutationOptions());
  const renew = useAction(team.renewInvitation.mutationOptions());
  const undo = useUndo();
  const setRole = useAction(team.setRole.mutationOptions());
  const disable = useAction(team.disable.mutationOptions());
  const enable = useAction(team.enable.mutationOptions());
  const resetFactor = useAction(team.resetSecondFactor.mutationOptions(), {
    done: t("resetFactor.done"),
  });
  const choices = roles
    .filter(({ within }) => within)
    .map((role) => ({ value: role.id, label: roleName(role) }));

  const texts = (
    key: "renew" | "role" | "disable" | "enable" | "resetFactor",
    { name, sessions }: Operator,
  ) => ({
    title: t(`${key}.title`, { name }),
    consequence: t(`${key}.consequence`, { sessions }),
    confirm: t(`${key}.confirm`),
  });

  return {
    dialog: { action, onClose: () => setAction(null) },
    link: { link, onClose: () => setLink(null) },
    invite: () =>
      setAction({
        title: t("invite.title"),
        consequence: t("invite.consequence"),
        confirm: t("invite.confirm"),
        fields: [
          { name: "email", label: t("invite.email"), type: "text", required: true, max: 254 },
          { name: "name", label: t("invite.name"), type: "text", required: true, max: 100 },
          {
            name: "role",
            label: t("invite.role"),
            type: "select",
            required: true,
            options: choices,
          },
          {
            name: "locale",
            label: t("invite.language"),
            type: "select",
            initial: locale,
            options: LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] })),
          },
        ],
        async run({ email = "", name = "", role = "", locale: chosen }) {
          const made = await invite.mutateAsync({ email, name, role, locale: chosen as Locale });
          setLink({ ...made, name });
        },
      }),
    renew: (operator: Operator) =>
      setAction({
        ...texts("renew", operator),
        async run() {
          const made = await renew.mutateAsync({ adminId: operator.id });
          setLink({ ...made, name: operator.name });
        },
      }),
    changeRole: (operator: Operator) =>
      setAction({
        ...texts("role", operator),
        fields: [
          {
            name: "role",
            label: t("role.label"),
            type: "select",
            initial: operator.role,
            required: true,
            options: choices,
          },
        ],
        async run(values) {
          const { id: adminId, name, role } = operator;
          await setRole.mutateAsync({ adminId, role: values.role ?? "" });
          undo(t("role.done", { name }), () => setRole.mutateAsync({ adminId, role }));
        },
      }),
    disable: (operator: Operator) =>
      setAction({
        ...texts("disable", operator),
        destructive: true,
        async run() {
          const { id: adminId, name } = operator;
          await disable.mutateAsync({ adminId });
          undo(t("disable.done", { name }), () => enable.mutateAsync({ adminId }));
        },
      }),
    enable: (operator: Operator) =>
      setAction({
        ...texts("enable", operator),
        async run() {
          const { id: adminId, name } = operator;
          await enable.mutateAsync({ adminId });
          undo(t("enable.done", { name }), () => disable.mutateAsync({ adminId }));
        },
      }),
    resetFactor: (operator: Operator) =>
      setAction({
        ...texts("resetFactor", operator),
        destructive: true,
        run: () => resetFactor.mutateAsync({ adminId: operator.id }),
      }),
  };
}
