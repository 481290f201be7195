"use client";

import { useQuery } from "@tanstack/react-query";
import { DownloadCloudIcon, Loader2Icon } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { May } from "@/components/layout/may";
import { EmptyState, Loaded } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { IMPORT_DECISIONS, type ImportDecision } from "@/db/enums";
import { ImportRows } from "./import-rows";

type Props = { runId: string | null; onRun: (runId: string) => void };

/** What the panel has, matched to people here: first shown, then applied on confirmation. */
export function ImportPanel({ runId, onRun }: Props) {
  const t = useTranslations("remnawave.import");
  const trpc = useTRPC();
  const start = useAction(trpc.admin.remnawave.startImport.mutationOptions(), {
    onDone: ({ runId: id }) => onRun(id),
  });
  const button = (
    <May needs="remnawave.write">
      <Button size="sm" disabled={start.isPending} onClick={() => start.mutate()}>
        <DownloadCloudIcon />
        {t("start")}
      </Button>
    </May>
  );
  if (!runId) {
    return (
      <Card>
        <EmptyState icon={DownloadCloudIcon} title={t("title")} hint={t("hint")} action={button} />
      </Card>
    );
  }
  return <ImportRun runId={runId} again={button} />;
}

function ImportRun({ runId, again }: { runId: string; again: React.ReactNode }) {
  const t = useTranslations("remnawave.import");
  const format = useFormatter();
  const trpc = useTRPC();
  const [decision, setDecision] = useState<ImportDecision | null>(null);
  const [action, setAction] = useState<Action | null>(null);
  const run = useQuery({
    ...trpc.admin.remnawave.importRun.queryOptions({ runId }),
    // Until it is through: rows come in by a job.
    refetchInterval: ({ state }) => (state.data?.run.status === "running" ? 1500 : 15_000),
  });
  const confirm = useAction(trpc.admin.remnawave.confirmImport.mutationOptions(), {
    done: t("applying"),
  });
  return (
    <Loaded query={run}>
      {({ run: { status, error }, summary }) => {
        const toDo = summary.create + summary.link - summary.applied;
        return (
          <div className="flex flex-col gap-5">
            <Card>
              <CardHeader>
                <div>
                  <CardTitle className="flex items-center gap-2">
                    {t("dryRun")}
                    <StatusBadge kind="sync" value={status} />
                  </CardTitle>
                  <CardDescription>
                    {error ?? t("seen", { count: summary.total, applied: summary.applied })}
                  </CardDescription>
                </div>
                <div className="flex gap-2">
                  {again}
                  <May needs="remnawave.write">
                    <Button
                      size="sm"
                      disabled={status !== "completed" || toDo <= 0 || confirm.isPending}
                      onClick={() =>
                        setAction({
                          title: t("apply.title"),
                          consequence: t("apply.consequence", {
                            create: summary.create,
                            link: summary.link,
                            conflict: summary.conflict,
                          }),
                          confirm: t("apply.confirm"),
                          run: () => confirm.mutateAsync({ runId }),
                        })
                      }
                    >
                      {confirm.isPending && <Loader2Icon className="animate-spin" />}
                      {t("apply.confirm")}
                    </Button>
                  </May>
                </div>
              </CardHeader>
              <div className="grid grid-cols-2 border-t sm:grid-cols-4 sm:divide-x">
                {IMPORT_DECISIONS.map((value) => (
                  <button
                    key={value}
                    type="button"
                    aria-pressed={decision === value}
                    onClick={() => setDecision(decision === value ? null : value)}
                    className="flex flex-col items-start gap-1 p-4 text-left outline-none hover:bg-muted/60 focus-visible:ring-[3px] focus-visible:ring-inset focus-visible:ring-ring/40 aria-pressed:bg-primary/5"
                  >
                    <StatusBadge kind="decision" value={value} />
                    <span className="tabular text-lg font-semibold">
                      {format.number(summary[value])}
                    </span>
                    <span className="text-xs text-muted-foreground">{t(`about.${value}`)}</span>
                  </button>
                ))}
              </div>
            </Card>
            <ImportRows key={status} runId={runId} decision={decision} />
            <ActionDialog action={action} onClose={() => setAction(null)} />
          </div>
        );
      }}
    </Loaded>
  );
}
