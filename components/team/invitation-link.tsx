"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Copyable } from "@/components/layout/copyable";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import type { ShownLink } from "./use-operator-actions";

/** The link that was just made: shown this once, to be handed over. */
export function InvitationLink({ link, onClose }: { link: ShownLink | null; onClose: () => void }) {
  const t = useTranslations("team.operators.link");
  const common = useTranslations("common");
  const format = useFormatter();
  return (
    <Dialog open={link !== null} onOpenChange={(open) => !open && onClose()}>
      {link && (
        <DialogContent closeLabel={common("close")}>
          <DialogHeader>
            <DialogTitle>{t("title", { name: link.name })}</DialogTitle>
            <DialogDescription>
              {t("text", {
                until: format.dateTime(link.expiresAt, { dateStyle: "medium", timeStyle: "short" }),
              })}
            </DialogDescription>
          </DialogHeader>
          <div className="min-w-0 rounded-md border bg-muted/50 px-3 py-2.5">
            <Copyable value={link.link} />
          </div>
          <p className="text-[13px] text-muted-foreground">{t(link.emailed)}</p>
          <DialogFooter>
            <Button onClick={onClose}>{t("close")}</Button>
          </DialogFooter>
        </DialogContent>
      )}
    </Dialog>
  );
}
