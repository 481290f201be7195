"use client";

import { useQuery } from "@tanstack/react-query";
import { XIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { SetupStep } from "./setup-step";
import { useDismissed } from "./use-dismissed";

/** What is still missing before the first sale. Gone once nothing is, or put away by who has seen enough of it. */
export function SetupChecklist({ dismissed: before }: { dismissed: boolean }) {
  const t = useTranslations("settings.checklist");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const { data: items } = useQuery(trpc.admin.settings.checklist.queryOptions());
  const [dismissed, dismiss] = useDismissed(before);
  if (!items || items.every(({ done, optional }) => done || optional)) return null;
  const next = items.find(({ done }) => !done);
  const progress = t("progress", {
    done: items.filter(({ done }) => done).length,
    total: items.length,
  });
  if (dismissed) {
    return (
      <p className="text-[13px] text-muted-foreground">
        {t("title")}: {progress}
        <Button variant="link" size="sm" className="px-2" onClick={() => dismiss(false)}>
          {t("show")}
        </Button>
      </p>
    );
  }
  const putAway = () => {
    dismiss(true);
    toast.success(t("dismissed"), {
      duration: 10_000,
      action: { label: common("undo"), onClick: () => dismiss(false) },
    });
  };
  return (
    <Card role="region" aria-label={t("title")}>
      <CardHeader>
        <div>
          <CardTitle>{t("title")}</CardTitle>
          <CardDescription>{progress}</CardDescription>
        </div>
        <Button variant="ghost" size="icon-sm" aria-label={t("dismiss")} onClick={putAway}>
          <XIcon />
        </Button>
      </CardHeader>
      <div className="overflow-hidden rounded-b-xl border-t">
        <ol className="-mr-px -mb-px grid grid-cols-1 sm:grid-cols-2 xl:grid-cols-3">
          {items.map((item, index) => (
            <SetupStep key={item.id} item={item} number={index + 1} next={item === next} />
          ))}
        </ol>
      </div>
    </Card>
  );
}
