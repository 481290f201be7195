"use client";

import { useTranslations } from "next-intl";
import type { Action, ActionField } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { useUndo } from "@/components/hooks/use-undo";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import type { ListId } from "@/server/rules/lists";

export type View = Outputs["views"]["list"][number];

/** What can be done with the views of a list. */
export function useViewActions(list: ListId) {
  const t = useTranslations("layout.views");
  const trpc = useTRPC();
  const undo = useUndo();
  const save = useAction(trpc.admin.views.save.mutationOptions(), { done: t("saved") });
  const change = useAction(trpc.admin.views.change.mutationOptions(), { done: t("changed") });
  const remove = useAction(trpc.admin.views.remove.mutationOptions());
  const restore = useAction(trpc.admin.views.restore.mutationOptions());
  const order = useAction(trpc.admin.views.reorder.mutationOptions());
  const choose = useAction(trpc.admin.views.setDefault.mutationOptions());

  const fields = (name: string, shared: boolean): ActionField[] => [
    { name: "name", label: t("name"), type: "text", initial: name, required: true },
    {
      name: "audience",
      label: t("audience"),
      type: "select",
      initial: shared ? "team" : "me",
      options: [
        { value: "me", label: t("onlyMe") },
        { value: "team", label: t("team") },
      ],
    },
  ];

  return {
    saveAs: (query: string, onSaved: (viewId: string) => void): Action => ({
      title: t("save"),
      consequence: t("saveHint"),
      confirm: t("confirmSave"),
      fields: fields("", false),
      run: async ({ name = "", audience }) => {
        const { viewId } = await save.mutateAsync({
          list,
          name,
          query,
          shared: audience === "team",
        });
        onSaved(viewId);
      },
    }),
    edit: ({ id, name, shared }: View): Action => ({
      title: t("edit"),
      consequence: t("editHint"),
      confirm: t("confirmSave"),
      fields: fields(name, shared),
      run: (values) =>
        change.mutateAsync({
          viewId: id,
          name: values.name,
          shared: values.audience === "team",
        }),
    }),
    update: (viewId: string, query: string) => change.mutate({ viewId, query }),
    remove: ({ id, name }: View) =>
      remove.mutate(
        { viewId: id },
        {
          onSuccess: () => undo(t("deleted", { name }), () => restore.mutateAsync({ viewId: id })),
        },
      ),
    /** One place towards the beginning (-1) or the end (1) of one's own. */
    move: (own: readonly View[], view: View, by: -1 | 1) => {
      const viewIds = own.map(({ id }) => id);
      const from = viewIds.indexOf(view.id);
      viewIds.splice(from + by, 0, ...viewIds.splice(from, 1));
      order.mutate({ list, viewIds });
    },
    setDefault: (viewId: string | null) => choose.mutate({ list, viewId }),
  };
}
