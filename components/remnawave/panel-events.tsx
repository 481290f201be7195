"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { RotateCwIcon, WebhookIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { useAction } from "@/components/hooks/use-action";
import { HelpHint } from "@/components/layout/help-hint";
import { useMay } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import { EmptyState } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { nextPage } from "@/components/lib/next-page";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";

type Event = Outputs["remnawave"]["events"]["rows"][number];

/** The panel's webhooks as they came in. */
export function PanelEvents() {
  const t = useTranslations("remnawave.events");
  const trpc = useTRPC();
  const pages = useInfiniteQuery({
    ...trpc.admin.remnawave.events.infiniteQueryOptions({}, nextPage),
    placeholderData: keepPreviousData,
  });
  const columns = useMemo<ColumnDef<Event>[]>(
    () => [
      {
        id: "event",
        header: t("event"),
        meta: { phone: "title" },
        cell: ({ row }) => <span className="font-mono text-xs">{row.original.event}</span>,
      },
      {
        id: "status",
        header: t("status"),
        meta: { phone: "title" },
        cell: ({ row: { original: row } }) => (
          <span className="flex items-center gap-2">
            <StatusBadge kind="event" value={row.status} />
            {(row.status === "dead" || row.status === "failed") && <Replay eventId={row.id} />}
          </span>
        ),
      },
      {
        id: "operation",
        header: t("operation"),
        cell: ({ row }) => (
          <span className="text-muted-foreground">{row.original.operation ?? "–"}</span>
        ),
      },
      {
        id: "about",
        header: t("about"),
        cell: ({ row: { original: row } }) => (
          <span className="block max-w-56 truncate font-mono text-xs">
            {String(row.data.username ?? row.data.nodeName ?? row.data.hwid ?? "–")}
          </span>
        ),
      },
      {
        id: "received",
        header: t("received"),
        cell: ({ row }) => <RelativeTime value={row.original.receivedAt} />,
      },
      {
        id: "error",
        header: t("error"),
        cell: ({ row: { original: row } }) => (
          <span
            className="block max-w-64 truncate text-muted-foreground"
            title={row.lastError ?? ""}
          >
            {row.lastError ?? ""}
          </span>
        ),
      },
    ],
    [t],
  );
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>
            {t("title")}
            <HelpHint term="deadLetter" />
          </CardTitle>
          <CardDescription>{t("hint")}</CardDescription>
        </div>
      </CardHeader>
      <DataTable
        pages={pages}
        columns={columns}
        rowId={({ id }) => id}
        empty={<EmptyState icon={WebhookIcon} title={t("empty")} hint={t("emptyHint")} />}
      />
    </Card>
  );
}

function Replay({ eventId }: { eventId: string }) {
  const t = useTranslations("remnawave.events");
  const trpc = useTRPC();
  const replay = useAction(trpc.admin.remnawave.replayEvent.mutationOptions(), {
    done: t("replayed"),
  });
  if (!useMay()("remnawave.write")) return null;
  return (
    <Button
      variant="outline"
      size="xs"
      disabled={replay.isPending}
      onClick={() => replay.mutate({ eventId })}
    >
      <RotateCwIcon />
      {t("replay")}
    </Button>
  );
}
