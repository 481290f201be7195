"use client";

import { useTranslations } from "next-intl";
import { useMay } from "@/components/layout/may";
import { Dialog, DialogContent, DialogDescription, DialogTitle } from "@/components/ui/dialog";
import { GO, SHORTCUTS, type Shortcut } from "./shortcuts";

const GROUPS = ["list", "go", "general"] as const;

/** Every shortcut there is, as it is carried out. */
export function ShortcutSheet({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useTranslations("layout");
  const may = useMay();
  const shown = ({ id }: Shortcut): boolean => {
    const page = GO.find(({ key }) => id === `go.${key}`);
    return !page || may(page.permission);
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent closeLabel={t("close")} className="max-h-[85dvh] overflow-y-auto">
        <DialogTitle>{t("keys.title")}</DialogTitle>
        <DialogDescription>{t("keys.hint")}</DialogDescription>
        {GROUPS.map((group) => (
          <section key={group} aria-label={t(`keys.groups.${group}`)}>
            <h3 className="mb-1 text-xs font-medium text-muted-foreground">
              {t(`keys.groups.${group}`)}
            </h3>
            <dl className="grid gap-x-6 sm:grid-cols-2">
              {SHORTCUTS.filter((one) => one.group === group && shown(one)).map(({ id, keys }) => (
                <div key={id} className="flex items-center justify-between gap-3 py-1 text-[13px]">
                  <dt>{t(id.startsWith("go.") ? `nav.${id.slice(3)}` : `keys.names.${id}`)}</dt>
                  <dd className="flex shrink-0 gap-1">
                    {keys.map((key) => (
                      <kbd
                        key={key}
                        className="min-w-5 rounded border bg-muted px-1 text-center font-sans text-[11px]"
                      >
                        {key}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </DialogContent>
    </Dialog>
  );
}
