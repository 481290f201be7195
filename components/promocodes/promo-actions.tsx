"use client";

import { ArchiveIcon, ArchiveRestoreIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { useUndo } from "@/components/hooks/use-undo";
import { useMay } from "@/components/layout/may";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";

/** Taking a code back, and giving it out again. */
export function PromoActions({ code }: { code: Outputs["promocodes"]["get"] }) {
  const t = useTranslations("promocodes.archive");
  const trpc = useTRPC();
  const may = useMay();
  const [action, setAction] = useState<Action | null>(null);
  const undo = useUndo();
  const archive = useAction(trpc.admin.promocodes.archive.mutationOptions(), {
    onDone: () => undo(t("done"), () => restore.mutateAsync(input)),
  });
  const restore = useAction(trpc.admin.promocodes.restore.mutationOptions(), {
    done: t("restored"),
  });
  const input = { promoCodeId: code.id };
  if (!may("promocodes.write")) return null;
  if (code.archivedAt) {
    return (
      <Button
        variant="outline"
        size="sm"
        disabled={restore.isPending}
        onClick={() => restore.mutate(input)}
      >
        <ArchiveRestoreIcon />
        {t("restore")}
      </Button>
    );
  }
  return (
    <>
      <Button
        variant="outline"
        size="sm"
        onClick={() =>
          setAction({
            title: t("title", { code: code.code }),
            consequence: t("consequence", { reserved: code.reserved }),
            confirm: t("confirm"),
            destructive: true,
            run: () => archive.mutateAsync(input),
          })
        }
      >
        <ArchiveIcon />
        {t("confirm")}
      </Button>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </>
  );
}
