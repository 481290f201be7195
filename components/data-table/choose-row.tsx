"use client";

import { useTranslations } from "next-intl";
import type { MouseEvent } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import type { RowSelection } from "./use-selection";

export type TableSelection<T> = RowSelection & {
  /** What a row is called, for whoever hears the page. */
  nameOf: (row: T) => string;
};

type Props<T> = { selection: TableSelection<T>; row: T; id: string; ids: readonly string[] };

/** The box before a row; with Shift everything from the last one touched. */
export function ChooseRow<T>({ selection, row, id, ids }: Props<T>) {
  const t = useTranslations("common.choose");
  return (
    // A box of 16 px is missed by a thumb: the label around it is 32.
    // biome-ignore lint/a11y/noLabelWithoutControl: the box names itself
    <label className="-m-2 flex size-8 shrink-0 cursor-pointer items-center justify-center">
      <Checkbox
        aria-label={t("row", { name: selection.nameOf(row) })}
        checked={selection.has(id)}
        onClick={(event: MouseEvent) => selection.toggle(id, event.shiftKey ? ids : undefined)}
      />
    </label>
  );
}

/** The box in the head: every row that is on the page. Where there is no head, on phones, it says so itself. */
export function ChooseAll<T>({
  selection,
  ids,
  named = false,
}: {
  selection: TableSelection<T>;
  ids: readonly string[];
  named?: boolean;
}) {
  const t = useTranslations("common.choose");
  const chosen = ids.filter(selection.has).length;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the box names itself
    <label className="-m-2 flex h-8 min-w-8 cursor-pointer items-center justify-center gap-2 text-xs text-muted-foreground">
      <Checkbox
        aria-label={t("page")}
        className={named ? "ml-2" : undefined}
        checked={chosen === 0 ? false : chosen === ids.length ? true : "indeterminate"}
        onCheckedChange={(on) => selection.set(ids, on === true)}
      />
      {named && <span aria-hidden>{t("pageShort")}</span>}
    </label>
  );
}
