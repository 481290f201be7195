"use client";

import {
  ArrowLeftIcon,
  ArrowRightIcon,
  EllipsisIcon,
  PencilIcon,
  PinIcon,
  PinOffIcon,
  Trash2Icon,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { useViewActions, View } from "./use-view-actions";

type Props = {
  view: View;
  /** One's own, in their order. */
  own: readonly View[];
  actions: ReturnType<typeof useViewActions>;
  onEdit: () => void;
};

/** What can be done with the view that is open. */
export function ViewMenu({ view, own, actions, onEdit }: Props) {
  const t = useTranslations("layout.views");
  const place = own.findIndex(({ id }) => id === view.id);
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" className="size-7" aria-label={t("menu")}>
          <EllipsisIcon />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        {view.mayChange && (
          <DropdownMenuItem onSelect={onEdit}>
            <PencilIcon />
            {t("edit")}
          </DropdownMenuItem>
        )}
        <DropdownMenuItem onSelect={() => actions.setDefault(view.isDefault ? null : view.id)}>
          {view.isDefault ? <PinOffIcon /> : <PinIcon />}
          {t(view.isDefault ? "unsetDefault" : "setDefault")}
        </DropdownMenuItem>
        {place > 0 && (
          <DropdownMenuItem onSelect={() => actions.move(own, view, -1)}>
            <ArrowLeftIcon />
            {t("moveLeft")}
          </DropdownMenuItem>
        )}
        {place >= 0 && place < own.length - 1 && (
          <DropdownMenuItem onSelect={() => actions.move(own, view, 1)}>
            <ArrowRightIcon />
            {t("moveRight")}
          </DropdownMenuItem>
        )}
        {view.mayChange && (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem variant="destructive" onSelect={() => actions.remove(view)}>
              <Trash2Icon />
              {t("delete")}
            </DropdownMenuItem>
          </>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
