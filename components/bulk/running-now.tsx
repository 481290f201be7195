"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { bulkHref, bulkRunHref } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { settled } from "./run";

/** While something runs; that it begins is heard from whoever begins it. */
const LOOK_AGAIN_MS = 3_000;
const RADIUS = 7;
const ROUND = 2 * Math.PI * RADIUS;

/** In the frame of every page: how far what was begun is, so that one may go on working. */
export function RunningNow() {
  const t = useTranslations("bulk");
  const format = useFormatter();
  const trpc = useTRPC();
  const { data } = useQuery({
    ...trpc.admin.bulk.list.queryOptions({ running: true }),
    refetchInterval: ({ state }) => (state.data?.rows.length ? LOOK_AGAIN_MS : false),
  });
  const runs = data?.rows ?? [];
  const [first] = runs;
  if (!first) return null;
  const total = runs.reduce((sum, run) => sum + run.total, 0);
  const part = runs.reduce((sum, run) => sum + settled(run), 0) / Math.max(1, total);
  const percent = format.number(part, { style: "percent", maximumFractionDigits: 0 });
  return (
    <Button variant="ghost" size="sm" className="gap-1.5 px-2 tabular-nums" asChild>
      <Link
        href={runs.length === 1 ? bulkRunHref(first.id) : bulkHref}
        aria-label={t("now", { count: runs.length, percent })}
        title={t("now", { count: runs.length, percent })}
      >
        <svg viewBox="0 0 18 18" className="size-4 -rotate-90" aria-hidden>
          <circle cx="9" cy="9" r={RADIUS} className="fill-none stroke-muted" strokeWidth="3" />
          <circle
            cx="9"
            cy="9"
            r={RADIUS}
            className="fill-none stroke-primary transition-[stroke-dashoffset] duration-500"
            strokeWidth="3"
            strokeDasharray={ROUND}
            strokeDashoffset={ROUND * (1 - part)}
          />
        </svg>
        {percent}
      </Link>
    </Button>
  );
}
