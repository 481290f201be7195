"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { RunActions } from "@/components/bulk/run-actions";
import { RunItems } from "@/components/bulk/run-items";
import { RunSummary } from "@/components/bulk/run-summary";
import { PageHeader } from "@/components/layout/page-header";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { useTRPC } from "@/components/lib/trpc";

/** While it runs; live updates come besides. */
const LOOK_AGAIN_MS = 2_000;

export function BulkRunClient({ runId }: { runId: string }) {
  const t = useTranslations("bulk");
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.admin.bulk.get.queryOptions({ runId }),
    refetchInterval: ({ state }) => (state.data?.status === "running" ? LOOK_AGAIN_MS : false),
  });
  return (
    <Loaded query={query} skeleton={<BlockSkeleton rows={8} />}>
      {(run) => (
        <>
          <PageHeader
            title={
              <>
                {t(`actions.${run.action}` as "title")}
                <StatusBadge kind="bulk" value={run.status} />
              </>
            }
            description={t(`subjects.${run.subject}`, { count: run.total })}
            actions={<RunActions run={run} />}
          />
          <RunSummary run={run} />
          <RunItems run={run} />
        </>
      )}
    </Loaded>
  );
}
