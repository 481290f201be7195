"use client";

import { CheckIcon, Loader2Icon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useAction } from "@/components/hooks/use-action";
import { href } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { cn } from "@/components/lib/utils";
import { Button } from "@/components/ui/button";
import { type SetupTestId, setupTestInput } from "@/server/domains/settings/schemas";
import { useTestWords } from "./setup-test-words";

type Item = Outputs["settings"]["checklist"][number];

/** One step: whether it is done, the way there, and a test of it with what is saved. */
export function SetupStep({ item, number, next }: { item: Item; number: number; next: boolean }) {
  const t = useTranslations("settings.checklist");
  const trpc = useTRPC();
  const words = useTestWords();
  const test = useAction(trpc.admin.settings.testSetup.mutationOptions());
  const id = setupTestInput.shape.id.safeParse(item.id).data;
  const result = test.data;
  return (
    <li className={cn("flex items-start gap-3 border-r border-b px-4 py-3", next && "bg-muted/50")}>
      <span
        className={cn(
          "mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-full border text-[11px] font-medium",
          item.done && "border-success/40 bg-success/10 text-success",
          next && "border-primary text-primary",
        )}
      >
        {item.done ? <CheckIcon className="size-3" aria-label={t("done")} /> : number}
      </span>
      <div className="min-w-0 flex-1">
        <p className="text-[13px] font-medium">
          <Title item={item} />
          {item.optional && (
            <span className="ml-1.5 font-normal text-muted-foreground">{t("optional")}</span>
          )}
        </p>
        <p className="text-xs text-muted-foreground">{t(`${item.id}.${item.code}`)}</p>
        <p
          aria-live="polite"
          className={cn(
            "text-xs [overflow-wrap:anywhere] empty:hidden",
            result?.ok ? "text-success" : "text-destructive",
            result && "mt-1",
          )}
        >
          {result && id ? words(id, result) : ""}
        </p>
      </div>
      {item.testable && id && <Test id={id} title={t(`${item.id}.title`)} test={test} />}
    </li>
  );
}

function Title({ item }: { item: Item }) {
  const t = useTranslations("settings.checklist");
  const title = t(`${item.id}.title`);
  if (!item.href) return title;
  return (
    <Link href={href(item.href)} className="underline-offset-4 hover:underline">
      {title}
    </Link>
  );
}

type Running = { isPending: boolean; mutate: (input: { id: SetupTestId }) => void };

function Test({ id, title, test }: { id: SetupTestId; title: string; test: Running }) {
  const t = useTranslations("settings.test");
  return (
    <Button
      variant="outline"
      size="sm"
      disabled={test.isPending}
      aria-label={`${t("run")}: ${title}`}
      onClick={() => test.mutate({ id })}
    >
      {test.isPending && <Loader2Icon className="animate-spin" />}
      {t("run")}
    </Button>
  );
}
