"use client";

import { type ColumnDef, flexRender, getCoreRowModel, useReactTable } from "@tanstack/react-table";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type MouseEvent, type ReactNode, useEffect, useMemo } from "react";
import { returnToRow } from "@/components/keyboard/list-keys";
import { ErrorState } from "@/components/layout/states";
import { cn } from "@/components/lib/utils";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { ChooseAll, ChooseRow, type TableSelection } from "./choose-row";

declare module "@tanstack/react-table" {
  interface ColumnMeta<TData, TValue> {
    /** Numbers and money line up at the right. */
    align?: "right";
    /** On a phone a row is a card: its headline, or left out. */
    phone?: "title" | "hidden";
  }
}

/** What `useInfiniteQuery` of a keyset list gives. */
export type Pages<T> = {
  data: { pages: { rows: T[] }[] } | undefined;
  error: unknown;
  isError: boolean;
  isPlaceholderData?: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
  refetch: () => Promise<unknown>;
};

type Props<T> = {
  pages: Pages<T>;
  columns: ColumnDef<T>[];
  rowId: (row: T) => string;
  rowHref?: (row: T) => Route;
  /** Rows that have just changed, lit up for a moment. */
  fresh?: ReadonlySet<string>;
  empty: ReactNode;
  /** Present where rows can be chosen. */
  selection?: TableSelection<T> | undefined;
};

/** A list read page by page. On phones each row is a card. */
export function DataTable<T>(props: Props<T>) {
  const { pages, columns, rowId, rowHref, fresh, empty, selection } = props;
  const t = useTranslations("common");
  const router = useRouter();
  // The table starts over whenever it is given another array: a new one a render would never come to rest.
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.rows) ?? [], [pages.data]);
  const ids = useMemo(() => rows.map(rowId), [rows, rowId]);
  const table = useReactTable({
    data: rows,
    columns,
    getRowId: rowId,
    getCoreRowModel: getCoreRowModel(),
    manualPagination: true,
  });

  const hasRows = rows.length > 0;
  useEffect(() => {
    if (hasRows) returnToRow();
  }, [hasRows]);

  if (pages.isError && !pages.data) {
    return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  if (!pages.data) return <TableSkeleton columns={columns.length} />;
  if (rows.length === 0) return empty;

  const open = (row: T) => (event: MouseEvent) => {
    if (!rowHref || (event.target as HTMLElement).closest("a,button,input,label,[role=menuitem]"))
      return;
    if (window.getSelection()?.toString()) return;
    const target = rowHref(row);
    if (event.metaKey || event.ctrlKey) window.open(target, "_blank");
    else router.push(target);
  };

  /** J and K move among the rows; Tab goes through what is inside of them. */
  const focusable = (row: T, id: string) => ({
    tabIndex: -1,
    "data-row": id,
    ...(rowHref && { "data-href": rowHref(row) }),
  });

  return (
    <div className={cn("transition-opacity", pages.isPlaceholderData && "opacity-60")}>
      <div className="hidden md:block">
        <Table>
          <TableHeader>
            {table.getHeaderGroups().map((group) => (
              <TableRow key={group.id} className="hover:bg-transparent">
                {selection && (
                  <TableHead className="w-8 pr-0">
                    <ChooseAll selection={selection} ids={ids} />
                  </TableHead>
                )}
                {group.headers.map(({ id, column, getContext }) => (
                  <TableHead
                    key={id}
                    className={cn(column.columnDef.meta?.align === "right" && "text-right")}
                  >
                    {flexRender(column.columnDef.header, getContext())}
                  </TableHead>
                ))}
              </TableRow>
            ))}
          </TableHeader>
          <TableBody>
            {table.getRowModel().rows.map((row) => (
              <TableRow
                key={row.id}
                {...focusable(row.original, row.id)}
                onClick={open(row.original)}
                data-state={selection?.has(row.id) ? "selected" : undefined}
                className={cn(
                  "outline-none focus-visible:bg-accent/60 focus-visible:shadow-[inset_2px_0_0_var(--primary)]",
                  rowHref && "cursor-pointer",
                  fresh?.has(row.id) && "animate-arrive",
                )}
              >
                {selection && (
                  <TableCell className="w-8 pr-0">
                    <ChooseRow selection={selection} row={row.original} id={row.id} ids={ids} />
                  </TableCell>
                )}
                {row.getVisibleCells().map((cell) => (
                  <TableCell
                    key={cell.id}
                    className={cn(
                      cell.column.columnDef.meta?.align === "right" && "text-right tabular-nums",
                    )}
                  >
                    {flexRender(cell.column.columnDef.cell, cell.getContext())}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
      {selection && (
        <div className="flex items-center gap-3 border-b px-4 py-2 md:hidden">
          <ChooseAll selection={selection} ids={ids} named />
        </div>
      )}
      <ul className="divide-y md:hidden">
        {table.getRowModel().rows.map((row) => {
          const cells = row.getVisibleCells();
          const title = cells.filter(({ column }) => column.columnDef.meta?.phone === "title");
          const rest = cells.filter(({ column }) => !column.columnDef.meta?.phone);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the title inside is a link
            <li
              key={row.id}
              {...focusable(row.original, row.id)}
              onClick={open(row.original)}
              className={cn(
                "flex flex-col gap-2 px-4 py-3 outline-none focus-visible:bg-accent/60",
                fresh?.has(row.id) && "animate-arrive",
              )}
            >
              <div className="flex items-center justify-between gap-3 text-sm">
                {selection && (
                  <ChooseRow selection={selection} row={row.original} id={row.id} ids={ids} />
                )}
                {title.map((cell, at) => (
                  <div
                    key={cell.id}
                    className={at === 0 ? "mr-auto min-w-0 [overflow-wrap:anywhere]" : "shrink-0"}
                  >
                    {flexRender(cell.column.columnDef.cell, cell.getContext())}
                  </div>
                ))}
              </div>
              <dl className="grid grid-cols-2 gap-x-4 gap-y-1.5 text-xs">
                {rest.map((cell) => (
                  <div key={cell.id} className="min-w-0">
                    <dt className="text-muted-foreground">
                      {typeof cell.column.columnDef.header === "string" &&
                        cell.column.columnDef.header}
                    </dt>
                    <dd className="mt-0.5 overflow-hidden break-words text-ellipsis">
                      {flexRender(cell.column.columnDef.cell, cell.getContext())}
                    </dd>
                  </div>
                ))}
              </dl>
            </li>
          );
        })}
      </ul>
      {pages.hasNextPage && (
        <div className="flex justify-center border-t p-2.5">
          <Button
            data-next-page
            variant="ghost"
            size="sm"
            disabled={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {t("loadMore")}
          </Button>
        </div>
      )}
    </div>
  );
}

const SKELETON_ROWS = Array.from({ length: 8 }, (_, index) => `row-${index}`);

function TableSkeleton({ columns }: { columns: number }) {
  const cells = Array.from({ length: Math.min(columns, 6) }, (_, index) => `cell-${index}`);
  return (
    <div className="divide-y" aria-busy>
      {SKELETON_ROWS.map((row) => (
        <div key={row} className="flex h-11 items-center gap-6 px-4">
          {cells.map((cell, index) => (
            <Skeleton
              key={cell}
              className={cn(
                "h-4 flex-1",
                index > 1 && "hidden md:block",
                index === 0 && "max-w-40",
              )}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
