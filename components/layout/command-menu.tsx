"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Palette } from "@/components/palette/palette";
import { Dialog, DialogContent, DialogDescription, DialogTitle } from "@/components/ui/dialog";
import type { Permission } from "@/server/rules/permissions";

type Props = {
  permissions: readonly Permission[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** ⌘K: any person, thing, page, view, setting or action in a few keystrokes. */
export function CommandMenu({ permissions, open, onOpenChange }: Props) {
  const t = useTranslations("layout");
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.code !== "KeyK" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      onOpenChange(!open);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [open, onOpenChange]);

  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        closeLabel={t("close")}
        className="top-[8%] translate-y-0 gap-0 overflow-hidden p-0 sm:top-[20%] [&>button]:hidden"
      >
        <DialogTitle className="sr-only">{t("search.open")}</DialogTitle>
        <DialogDescription className="sr-only">{t("search.hint")}</DialogDescription>
        <Palette permissions={permissions} onDone={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}
