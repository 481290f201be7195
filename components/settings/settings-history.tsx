"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Undo2Icon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { HelpHint } from "@/components/layout/help-hint";
import { useMay } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import { nextPage } from "@/components/lib/next-page";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { FieldChanges } from "./field-changes";

type Change = Outputs["settings"]["history"]["rows"][number];

/** Who changed a group when, field by field, each with the way back. */
export function SettingsHistory({ groupId, title }: { groupId: string; title: string }) {
  const t = useTranslations("settings");
  const trpc = useTRPC();
  const may = useMay();
  const [action, setAction] = useState<Action | null>(null);
  const pages = useInfiniteQuery(
    trpc.admin.settings.history.infiniteQueryOptions({ id: groupId }, nextPage),
  );
  const revert = useAction(trpc.admin.settings.revert.mutationOptions(), {
    done: t("history.reverted"),
  });
  /** Nothing is offered that would be refused, or would change nothing. */
  const mayTakeBack = ({ back }: Change) =>
    back.fields.length + back.secrets.length > 0 &&
    may(back.secrets.length > 0 ? "settings.secrets" : "settings.write") &&
    may("settings.write");
  const askToRevert = ({ id, back }: Change) => {
    const seen = pages.data?.pages[0]?.rows[0]?.id ?? id;
    setAction({
      title: t("history.revertTitle", { group: title }),
      consequence: t("history.consequence"),
      confirm: t("history.revert"),
      details: (
        <section
          aria-label={t("history.becomes")}
          className="flex flex-col gap-1 rounded-md border bg-muted/40 p-3 text-[13px]"
        >
          <FieldChanges groupId={groupId} {...back} secretWord={t("history.secretBack")} />
        </section>
      ),
      run: async () => {
        try {
          await revert.mutateAsync({ changeId: id, seen });
        } catch {
          // What it showed may be out of date: it is to be looked at again.
          void pages.refetch();
        }
      },
    });
  };
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>
            {t("history.title")}
            <HelpHint term="configuration" />
          </CardTitle>
          <CardDescription>{t("history.about")}</CardDescription>
        </div>
      </CardHeader>
      <CardContent>
        <Loaded query={pages} skeleton={<BlockSkeleton rows={3} />}>
          {({ pages: all }) => {
            const changes = all.flatMap(({ rows }) => rows);
            if (changes.length === 0) {
              return <p className="text-[13px] text-muted-foreground">{t("history.none")}</p>;
            }
            return (
              <ol className="flex flex-col divide-y">
                {changes.map((change) => (
                  <li key={change.id} className="flex items-start gap-3 py-3 first:pt-0">
                    <div className="flex min-w-0 flex-1 flex-col gap-1 text-[13px]">
                      <p className="text-xs text-muted-foreground">
                        {change.by ?? t("history.system")} · <RelativeTime value={change.at} />
                      </p>
                      <FieldChanges
                        groupId={groupId}
                        fields={change.fields}
                        secrets={change.secrets}
                        secretWord={t("history.secret")}
                      />
                    </div>
                    {mayTakeBack(change) && (
                      <Button variant="outline" size="sm" onClick={() => askToRevert(change)}>
                        <Undo2Icon />
                        {t("history.revert")}
                      </Button>
                    )}
                  </li>
                ))}
              </ol>
            );
          }}
        </Loaded>
        {pages.hasNextPage && (
          <Button
            variant="ghost"
            size="sm"
            disabled={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {t("history.more")}
          </Button>
        )}
      </CardContent>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </Card>
  );
}
