"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { CheckCircle2Icon, WrenchIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { ChoiceFilter } from "@/components/data-table/choice-filter";
import { DataTable } from "@/components/data-table/data-table";
import { Toolbar } from "@/components/data-table/toolbar";
import { useAction } from "@/components/hooks/use-action";
import { useMay } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import { EmptyState } from "@/components/layout/states";
import { subscriptionHref } from "@/components/lib/href";
import { nextPage } from "@/components/lib/next-page";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";

type Drift = Outputs["remnawave"]["drift"]["rows"][number];

/** Field by field, where the panel had other than what was promised. */
export function DriftList() {
  const t = useTranslations("remnawave.drift");
  const trpc = useTRPC();
  const [show, setShow] = useState<"all" | "open">("all");
  const pages = useInfiniteQuery({
    ...trpc.admin.remnawave.drift.infiniteQueryOptions({ open: show === "open" }, nextPage),
    placeholderData: keepPreviousData,
  });
  const columns = useMemo<ColumnDef<Drift>[]>(
    () => [
      {
        id: "subscription",
        header: t("subscription"),
        meta: { phone: "title" },
        cell: ({ row: { original: row } }) => (
          <Link
            href={subscriptionHref(row.subscriptionId)}
            className="font-mono text-xs underline-offset-4 hover:underline"
          >
            {row.panelUsername}
          </Link>
        ),
      },
      {
        id: "state",
        header: t("state"),
        meta: { phone: "title" },
        cell: ({ row: { original: row } }) =>
          row.repairedAt ? (
            <Badge variant="success">{t("repaired")}</Badge>
          ) : (
            <RepairButton subscriptionId={row.subscriptionId} />
          ),
      },
      {
        id: "field",
        header: t("field"),
        cell: ({ row: { original: row } }) =>
          t.has(`fields.${row.field}`) ? t(`fields.${row.field}`) : row.field,
      },
      {
        id: "promised",
        header: t("promised"),
        cell: ({ row }) => <Value text={row.original.promised} className="text-success" />,
      },
      {
        id: "observed",
        header: t("observed"),
        cell: ({ row }) => <Value text={row.original.observed} className="text-destructive" />,
      },
      {
        id: "detected",
        header: t("detected"),
        cell: ({ row }) => <RelativeTime value={row.original.detectedAt} />,
      },
    ],
    [t],
  );
  return (
    <Card>
      <Toolbar>
        <ChoiceFilter
          label={t("show")}
          value={show}
          onChange={(value) => setShow(value as "all" | "open")}
          options={[
            { value: "all", label: t("all") },
            { value: "open", label: t("open") },
          ]}
        />
        <p className="text-xs text-muted-foreground">{t("hint")}</p>
      </Toolbar>
      <DataTable
        pages={pages}
        columns={columns}
        rowId={({ id }) => String(id)}
        empty={<EmptyState icon={CheckCircle2Icon} title={t("empty")} hint={t("emptyHint")} />}
      />
    </Card>
  );
}

function Value({ text, className }: { text: string | null; className: string }) {
  return (
    <span className={`block max-w-56 truncate font-mono text-xs ${className}`} title={text ?? ""}>
      {text ?? "–"}
    </span>
  );
}

function RepairButton({ subscriptionId }: { subscriptionId: string }) {
  const t = useTranslations("remnawave.drift");
  const trpc = useTRPC();
  const repair = useAction(trpc.admin.remnawave.repair.mutationOptions(), { done: t("repairing") });
  if (!useMay()("remnawave.write")) return null;
  return (
    <Button
      variant="outline"
      size="xs"
      disabled={repair.isPending}
      onClick={() => repair.mutate({ subscriptionId })}
    >
      <WrenchIcon />
      {t("repair")}
    </Button>
  );
}
