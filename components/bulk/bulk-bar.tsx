"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronUpIcon, Loader2Icon, XIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { RowSelection } from "@/components/data-table/use-selection";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { BulkList } from "@/server/domains/bulk/schemas";
import type { BulkSelection } from "./bulk-preview";
import { useBulkDialog } from "./use-bulk-dialog";

type Props = {
  list: BulkList;
  rows: RowSelection;
  /** The list's filters as its own input, for everything that matches. */
  filter: Record<string, unknown>;
};

/** Below a list while rows are chosen: how many, and what can be done to all of them. */
export function BulkBar({ list, rows, filter }: Props) {
  const t = useTranslations("bulk.bar");
  const choose = useTranslations("common.choose");
  const names = useTranslations("bulk.actions");
  const trpc = useTRPC();
  const [action, setAction] = useState<Action | null>(null);
  const dialogOf = useBulkDialog({ begun: rows.clear });
  const isOpen = rows.everything || rows.ids.size > 0;
  const offers = useQuery({ ...trpc.admin.bulk.actions.queryOptions({ list }), enabled: isOpen });

  const { clear } = rows;
  useEffect(() => {
    if (!isOpen) return;
    const onKey = (event: KeyboardEvent) => {
      // A dialog or a menu closes first.
      const inLayer = document.querySelector("[role=dialog],[role=menu]");
      if (event.key === "Escape" && !inLayer) clear();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  });

  const selection = (
    rows.everything ? { list, filter } : { list, ids: [...rows.ids] }
  ) as BulkSelection;
  return (
    <>
      {isOpen && (
        <section
          aria-label={t("actions")}
          className="sticky bottom-4 z-20 mx-auto flex max-w-full flex-wrap items-center gap-2 rounded-lg border bg-popover p-2 pl-4 text-[13px] text-popover-foreground shadow-lg"
        >
          <span role="status" className="font-medium tabular-nums">
            {rows.everything ? choose("everything") : choose("chosen", { count: rows.ids.size })}
          </span>
          {!rows.everything && (
            <Button variant="link" size="sm" onClick={rows.chooseEverything}>
              {choose("chooseEverything")}
            </Button>
          )}
          {offers.isError && (
            <Button variant="link" size="sm" onClick={() => void offers.refetch()}>
              {t("failed")}
            </Button>
          )}
          {offers.data?.length === 0 && <span className="text-muted-foreground">{t("none")}</span>}
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <Button size="sm" disabled={!offers.data?.length}>
                {t("actions")}
                {offers.isLoading ? <Loader2Icon className="animate-spin" /> : <ChevronUpIcon />}
              </Button>
            </DropdownMenuTrigger>
            <DropdownMenuContent side="top" align="center">
              {offers.data?.map((offer) => (
                <DropdownMenuItem
                  key={offer.id}
                  onSelect={() => setAction(dialogOf(offer, selection))}
                >
                  {names(offer.id as "giftDays")}
                </DropdownMenuItem>
              ))}
            </DropdownMenuContent>
          </DropdownMenu>
          <Button variant="ghost" size="icon-sm" aria-label={choose("clear")} onClick={rows.clear}>
            <XIcon />
          </Button>
        </section>
      )}
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </>
  );
}
