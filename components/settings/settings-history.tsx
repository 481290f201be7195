"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Undo2Icon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { May } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import { nextPage } from "@/components/lib/next-page";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";

type Change = Outputs["settings"]["history"]["rows"][number];

/** Who changed a group when, field by field, each with the way back. */
export function SettingsHistory({ groupId, title }: { groupId: string; title: string }) {
  const t = useTranslations("settings");
  const trpc = useTRPC();
  const [action, setAction] = useState<Action | null>(null);
  const pages = useInfiniteQuery(
    trpc.admin.settings.history.infiniteQueryOptions({ id: groupId }, nextPage),
  );
  const revert = useAction(trpc.admin.settings.revert.mutationOptions(), {
    done: t("history.reverted"),
  });
  const askToRevert = ({ id }: Change) =>
    setAction({
      title: t("history.revertTitle", { group: title }),
      consequence: t("history.consequence"),
      confirm: t("history.revert"),
      run: () => revert.mutateAsync({ changeId: id }),
    });
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>{t("history.title")}</CardTitle>
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
                    <Fields groupId={groupId} change={change} />
                    <May needs={change.secrets.length > 0 ? "settings.secrets" : "settings.write"}>
                      <Button variant="outline" size="sm" onClick={() => askToRevert(change)}>
                        <Undo2Icon />
                        {t("history.revert")}
                      </Button>
                    </May>
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

function Fields({ groupId, change }: { groupId: string; change: Change }) {
  const t = useTranslations("settings");
  const label = (name: string) => {
    const key = `groups.${groupId.replaceAll(".", "_")}.fields.${name}.label`;
    return t.has(key) ? t(key) : name;
  };
  const value = (text: string | null) =>
    text === null ? t("history.usual") : text || "\u201c\u201d";
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1 text-[13px]">
      <p className="text-xs text-muted-foreground">
        {change.by} · <RelativeTime value={change.at} />
      </p>
      {change.fields.map(({ name, before, after }) => (
        <p key={name} className="break-words">
          <span className="font-medium">{label(name)}</span>{" "}
          <span className="text-muted-foreground line-through">{value(before)}</span>{" "}
          <span aria-hidden>→</span> {value(after)}
        </p>
      ))}
      {change.secrets.map((name) => (
        <p key={name}>
          <span className="font-medium">{label(name)}</span>{" "}
          <span className="text-muted-foreground">{t("history.secret")}</span>
        </p>
      ))}
    </div>
  );
}
