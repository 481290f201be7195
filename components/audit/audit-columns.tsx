"use client";

import type { ColumnDef } from "@tanstack/react-table";
import type { Route } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { RelativeTime } from "@/components/layout/relative-time";
import {
  customerHref,
  href,
  orderHref,
  paymentHref,
  subscriptionHref,
} from "@/components/lib/href";
import { useSettingsWords } from "@/components/settings/settings-words";
import { Changes } from "./changes";
import type { AuditRow as Row } from "./entry-words";

/** Where what an entry is about is shown. */
export const PAGES: Record<string, (id: string) => Route> = {
  customer: customerHref,
  subscription: subscriptionHref,
  order: orderHref,
  payment: paymentHref,
  partner: (id) => href(`/admin/partners/${id}`),
  promo_code: (id) => href(`/admin/promocodes/${id}`),
  role: (id) => href(`/admin/team/roles/${id}`),
  plan: (id) => href(`/admin/catalog/${id}`),
  settings: (id) => href(`/admin/settings?group=${id}`),
};

/** Columns of the log; pressing an action opens its entry. */
export function useAuditColumns(onOpen: (row: Row) => void): ColumnDef<Row>[] {
  const t = useTranslations("audit");
  return useMemo<ColumnDef<Row>[]>(
    () => [
      {
        id: "action",
        header: t("action"),
        meta: { phone: "title" },
        cell: ({ row: { original: row } }) => {
          const key = `actions.${row.action.replaceAll(".", "_")}`;
          return (
            <button
              type="button"
              aria-haspopup="dialog"
              onClick={() => onOpen(row)}
              className="rounded-sm text-left font-medium underline-offset-4 outline-none hover:underline focus-visible:ring-[3px] focus-visible:ring-ring/40"
            >
              {t.has(key) ? t(key) : row.action}
            </button>
          );
        },
      },
      {
        id: "who",
        header: t("who"),
        cell: ({ row: { original: row } }) => (
          <span>
            {row.actorName ?? t(`actors.${row.actorType}`)}
            {row.actorType === "system" && (
              <span className="ml-1.5 text-xs text-muted-foreground">{row.actorId}</span>
            )}
          </span>
        ),
      },
      {
        id: "subject",
        header: t("subject"),
        cell: ({ row: { original: row } }) => {
          const to = PAGES[row.subjectType];
          const text = (
            <>
              {t.has(`subjects.${row.subjectType}`)
                ? t(`subjects.${row.subjectType}`)
                : row.subjectType}{" "}
              <SubjectId row={row} />
            </>
          );
          return to ? (
            <Link href={to(row.subjectId)} className="underline-offset-4 hover:underline">
              {text}
            </Link>
          ) : (
            text
          );
        },
      },
      {
        id: "changes",
        header: t("changes"),
        cell: ({ row: { original: row } }) => <Changes entry={row} />,
      },
      {
        id: "at",
        header: t("when"),
        cell: ({ row }) => <RelativeTime value={row.original.at} />,
      },
    ],
    [t, onOpen],
  );
}

/** The end of an id; of settings what the group is called. */
function SubjectId({ row: { subjectType, subjectId } }: { row: Row }) {
  const { title } = useSettingsWords(subjectId);
  if (subjectType === "settings") return <span className="text-muted-foreground">{title()}</span>;
  return (
    <span className="font-mono text-xs text-muted-foreground">
      {subjectId.length > 9 ? `…${subjectId.slice(-8)}` : subjectId}
    </span>
  );
}
