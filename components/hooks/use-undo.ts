"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { toast } from "sonner";

/** Long enough to read and to change one's mind. */
const UNDO_MS = 10_000;

/** Says what was done, with a button that takes it back, by a `useAction`; then everything on the page is read again. */
export function useUndo(): (said: string, undo: () => Promise<unknown>) => void {
  const t = useTranslations("common");
  const queryClient = useQueryClient();
  return (said, undo) => {
    const takeBack = async () => {
      try {
        await undo();
        toast.success(t("undone"));
        void queryClient.invalidateQueries();
      } catch {
        // The action that takes it back has said what went wrong.
      }
    };
    toast.success(said, {
      duration: UNDO_MS,
      action: { label: t("undo"), onClick: () => void takeBack() },
    });
  };
}
