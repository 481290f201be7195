"use client";

import { useQuery } from "@tanstack/react-query";
import { CheckIcon, ChevronRightIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { href } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { cn } from "@/components/lib/utils";
import { Card, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";

/** What is still missing before the first sale. Gone once nothing is. */
export function SetupChecklist() {
  const t = useTranslations("settings.checklist");
  const trpc = useTRPC();
  const { data: items } = useQuery(trpc.admin.settings.checklist.queryOptions());
  if (!items || items.every((item) => item.done)) return null;
  const next = items.find((item) => !item.done);
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        <CardDescription>
          {t("progress", { done: items.filter(({ done }) => done).length, total: items.length })}
        </CardDescription>
      </CardHeader>
      <ol className="grid border-t md:auto-cols-fr md:grid-flow-col md:divide-x">
        {items.map((item, index) => (
          <li key={item.id}>
            <Link
              href={href(item.href)}
              className={cn(
                "flex h-full items-start gap-3 px-4 py-3 outline-none hover:bg-muted/60 focus-visible:ring-[3px] focus-visible:ring-inset focus-visible:ring-ring/40",
                item === next && "bg-primary/5",
              )}
            >
              <span
                className={cn(
                  "mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-full border text-[11px] font-medium",
                  item.done && "border-success/40 bg-success/10 text-success",
                  item === next && "border-primary text-primary",
                )}
              >
                {item.done ? <CheckIcon className="size-3" aria-hidden /> : index + 1}
              </span>
              <span className="min-w-0 flex-1">
                <span className="block text-[13px] font-medium">{t(`${item.id}.title`)}</span>
                <span className="block text-xs text-muted-foreground">
                  {t(`${item.id}.${item.code}`)}
                </span>
              </span>
              <ChevronRightIcon className="mt-1 size-3.5 text-muted-foreground" aria-hidden />
            </Link>
          </li>
        ))}
      </ol>
    </Card>
  );
}
