"use client";

import { DownloadIcon, Loader2Icon, UploadIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ChangeEvent, useRef, useState } from "react";
import { toast } from "sonner";
import { useAction } from "@/components/hooks/use-action";
import { useMay } from "@/components/layout/may";
import { downloadText } from "@/components/lib/download";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import type { ConfigurationChange } from "@/server/domains/settings/schemas";
import { ConfigurationChanges } from "./configuration-changes";

/** What the API takes in one request, with room for what else a request says. */
const MAX_SENT_BYTES = 500 * 1024;
/** Larger ones are not even read. */
const MAX_FILE_BYTES = 2 * 1024 * 1024;

/** The whole set-up as a file, and back from one: what it would change is shown before it does. */
export function ConfigurationFile() {
  const t = useTranslations("settings.configuration");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const may = useMay();
  const picker = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<{ json: string; changes: ConfigurationChange[] } | null>(
    null,
  );
  const take = useAction(trpc.admin.settings.exportConfiguration.mutationOptions(), {
    done: t("exported"),
    onDone: ({ filename, json }) => downloadText(filename, json),
  });
  const look = useAction(trpc.admin.settings.importConfiguration.mutationOptions());
  const apply = useAction(trpc.admin.settings.importConfiguration.mutationOptions(), {
    done: t("imported"),
    onDone: () => setChosen(null),
  });

  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? [];
    // The same file chosen again is a choice, too.
    target.value = "";
    if (!file) return;
    const json = file.size > MAX_FILE_BYTES ? "" : await file.text();
    if (!json || new Blob([JSON.stringify(json)]).size > MAX_SENT_BYTES) {
      toast.error(t(file.size > MAX_SENT_BYTES / 2 ? "tooLarge" : "empty"));
      return;
    }
    look.mutate({ json }, { onSuccess: (changes) => setChosen({ json, changes }) });
  };

  return (
    <>
      <Button variant="outline" size="sm" disabled={take.isPending} onClick={() => take.mutate()}>
        <DownloadIcon />
        {t("export")}
      </Button>
      {may("settings.write") && (
        <>
          <Button
            variant="outline"
            size="sm"
            disabled={look.isPending}
            onClick={() => picker.current?.click()}
          >
            {look.isPending ? <Loader2Icon className="animate-spin" /> : <UploadIcon />}
            {t("import")}
          </Button>
          <input
            ref={picker}
            type="file"
            accept="application/json,.json"
            hidden
            aria-label={t("import")}
            onChange={(event) => void choose(event)}
          />
        </>
      )}
      <Dialog open={chosen !== null} onOpenChange={(open) => !open && setChosen(null)}>
        {chosen && (
          <DialogContent closeLabel={common("close")} className="sm:max-w-2xl">
            <DialogHeader>
              <DialogTitle>{t("title")}</DialogTitle>
              <DialogDescription>
                {chosen.changes.length === 0 ? t("nothing") : t("consequence")}
              </DialogDescription>
            </DialogHeader>
            <ConfigurationChanges changes={chosen.changes} />
            <DialogFooter>
              <Button variant="outline" onClick={() => setChosen(null)}>
                {common(chosen.changes.length === 0 ? "close" : "cancel")}
              </Button>
              {chosen.changes.length > 0 && (
                <Button
                  disabled={apply.isPending}
                  onClick={() => apply.mutate({ json: chosen.json, apply: true })}
                >
                  {apply.isPending && <Loader2Icon className="animate-spin" />}
                  {t("apply", { count: chosen.changes.length })}
                </Button>
              )}
            </DialogFooter>
          </DialogContent>
        )}
      </Dialog>
    </>
  );
}
