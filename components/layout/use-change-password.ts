"use client";

import { useTranslations } from "next-intl";
import type { Action } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { useTRPC } from "@/components/lib/trpc";

/** Asks for the old password and a new one. */
export function useChangePassword(): Action {
  const t = useTranslations("layout.password");
  const trpc = useTRPC();
  const save = useAction(trpc.admin.team.changeOwnPassword.mutationOptions(), { done: t("done") });
  return {
    title: t("title"),
    consequence: t("consequence"),
    confirm: t("confirm"),
    fields: [
      { name: "current", label: t("current"), type: "password", required: true },
      { name: "next", label: t("next"), help: t("rule"), type: "password", required: true },
    ],
    run: ({ current = "", next = "" }) => save.mutateAsync({ current, next }),
  };
}
