"use client";

import type { ColumnDef } from "@tanstack/react-table";
import type { LucideIcon } from "lucide-react";
import type { Route } from "next";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import type { TableSelection } from "./choose-row";
import { DataTable, type Pages } from "./data-table";
import { ListEmpty } from "./list-empty";
import { SaveView } from "./save-view";
import { Toolbar } from "./toolbar";
import type { ListViews } from "./use-views";
import { ViewsBar } from "./views-bar";

type Props<T> = {
  /** What `useListParams` gives. */
  list: {
    params: { q: string };
    setParams: (values: { q: string }) => Promise<unknown>;
    filtered: boolean;
    reset: () => void;
    views: ListViews;
  };
  searchHint: string;
  /** Filters beside the search. */
  children?: ReactNode;
  pages: Pages<T>;
  columns: ColumnDef<T>[];
  rowId: (row: T) => string;
  rowHref?: (row: T) => Route;
  fresh?: ReadonlySet<string>;
  selection?: TableSelection<T> | undefined;
  empty: { icon: LucideIcon; title: string; hint: string; action?: ReactNode };
};

/** A list with its search and filters: what every list page is made of. */
export function ListCard<T>({ list, searchHint, children, empty, ...table }: Props<T>) {
  const { params, setParams, filtered, reset, views } = list;
  return (
    <Card>
      <ViewsBar {...views} />
      <Toolbar
        q={{
          value: params.q,
          onChange: (q) => void setParams({ q }),
          placeholder: searchHint,
        }}
        onReset={filtered ? reset : undefined}
      >
        {children}
        <SaveView {...views} />
      </Toolbar>
      <DataTable {...table} empty={<ListEmpty filtered={filtered} onReset={reset} {...empty} />} />
    </Card>
  );
}
