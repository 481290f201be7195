"use client";

import { RotateCwIcon, SquareIcon, Undo2Icon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { bulkRunHref } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { type Run, settled } from "./run";

/** Stops what runs, does the rest of what failed or was stopped, takes back what ran. */
export function RunActions({ run }: { run: Run }) {
  const t = useTranslations("bulk");
  const trpc = useTRPC();
  const router = useRouter();
  const [action, setAction] = useState<Action | null>(null);
  const { id: runId } = run;
  const cancel = useAction(trpc.admin.bulk.cancel.mutationOptions(), { done: t("cancel.done") });
  const undo = useAction(trpc.admin.bulk.undo.mutationOptions(), {
    done: t("undo.done"),
    onDone: (made) => router.push(bulkRunHref(made.runId)),
  });
  const retry = useAction(trpc.admin.bulk.retry.mutationOptions(), {
    done: t("retry.done"),
    onDone: (made) => router.push(bulkRunHref(made.runId)),
  });
  return (
    <>
      {run.status === "running" && (
        <Button
          variant="outline"
          size="sm"
          onClick={() =>
            setAction({
              title: t("cancel.title"),
              consequence: t("cancel.consequence", { count: run.total - settled(run) }),
              confirm: t("cancel.confirm"),
              destructive: true,
              run: () => cancel.mutateAsync({ runId }),
            })
          }
        >
          <SquareIcon />
          {t("cancel.action")}
        </Button>
      )}
      {run.mayRetry && (
        <Button
          variant="outline"
          size="sm"
          onClick={() =>
            setAction({
              title: t("retry.title"),
              consequence: t("retry.consequence", { count: run.total - run.done - run.skipped }),
              confirm: t("retry.confirm"),
              run: () => retry.mutateAsync({ runId }),
            })
          }
        >
          <RotateCwIcon />
          {t("retry.action")}
        </Button>
      )}
      {run.mayUndo && (
        <Button
          variant="outline"
          size="sm"
          onClick={() =>
            setAction({
              title: t("undo.title"),
              consequence: t("undo.consequence", { count: run.done }),
              confirm: t("undo.confirm"),
              run: () => undo.mutateAsync({ runId }),
            })
          }
        >
          <Undo2Icon />
          {t("undo.action")}
        </Button>
      )}
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </>
  );
}
