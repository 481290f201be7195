"use client";

import { ArchiveIcon, ArchiveRestoreIcon, MoreHorizontalIcon } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { useUndo } from "@/components/hooks/use-undo";
import { Amount, Bytes } from "@/components/layout/amount";
import { May } from "@/components/layout/may";
import { href } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Locale } from "@/db/enums";

type Addon = Outputs["catalog"]["addons"][number];

/** Add-ons on sale and archived, with what they add and cost. */
export function AddonList({ addons }: { addons: Addon[] }) {
  const t = useTranslations("catalog");
  const a = useTranslations("catalog.addons");
  const locale = useLocale() as Locale;
  return (
    <ul className="divide-y">
      {addons.map((addon) => (
        <li key={addon.id} className="flex items-start gap-3 px-4 py-3">
          <div className="min-w-0 flex-1">
            <div className="flex flex-wrap items-center gap-2">
              <Link
                href={href(`/admin/catalog/addons/${addon.id}`)}
                className="text-sm font-medium underline-offset-4 hover:underline"
              >
                {addon.name[locale]}
              </Link>
              {addon.archivedAt && <Badge variant="outline">{t("archived")}</Badge>}
            </div>
            <p className="mt-0.5 text-[13px] text-muted-foreground">
              {addon.kind === "traffic" ? (
                <Bytes value={addon.quantity} />
              ) : (
                t("deviceCount", { count: Number(addon.quantity) })
              )}
              {" · "}
              {a(addon.recurring ? "recurringShort" : "onceShort")}
              {" · "}
              {addon.planIds.length === 0
                ? a("everyPlan")
                : a("planCount", { count: addon.planIds.length })}
            </p>
            <div className="mt-2 flex flex-wrap gap-1.5">
              {addon.prices.map((price) => (
                <Badge key={price.currency} variant="outline" className="tabular font-normal">
                  <Amount value={price} />
                </Badge>
              ))}
            </div>
          </div>
          <AddonMenu addon={addon} />
        </li>
      ))}
    </ul>
  );
}

function AddonMenu({ addon }: { addon: Addon }) {
  const t = useTranslations("catalog");
  const a = useTranslations("catalog.addons");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const [action, setAction] = useState<Action | null>(null);
  const undo = useUndo();
  const archive = useAction(trpc.admin.catalog.archiveAddon.mutationOptions());
  const takeBack = useAction(trpc.admin.catalog.restoreAddon.mutationOptions());
  const restore = useAction(trpc.admin.catalog.restoreAddon.mutationOptions(), {
    done: common("saved"),
  });
  const addonId = addon.id;
  const name = addon.name[useLocale() as Locale];
  return (
    <May needs="catalog.write">
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" aria-label={common("actions")}>
            <MoreHorizontalIcon />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          {addon.archivedAt ? (
            <DropdownMenuItem onSelect={() => restore.mutate({ addonId })}>
              <ArchiveRestoreIcon />
              {t("restore")}
            </DropdownMenuItem>
          ) : (
            <DropdownMenuItem
              onSelect={() =>
                setAction({
                  title: a("archiveTitle", { name }),
                  consequence: a("archiveConsequence"),
                  confirm: a("archive"),
                  run: async () => {
                    await archive.mutateAsync({ addonId });
                    undo(a("archiveDone", { name }), () => takeBack.mutateAsync({ addonId }));
                  },
                })
              }
            >
              <ArchiveIcon />
              {a("archive")}
            </DropdownMenuItem>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </May>
  );
}
