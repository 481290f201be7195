"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/components/lib/utils";
import { type Run, settled } from "./run";

const PARTS = [
  ["done", "bg-success"],
  ["failed", "bg-destructive"],
  ["skipped", "bg-muted-foreground/50"],
] as const;

/** How far a run is, in the colours of what became of its rows. */
export function ProgressBar({ run, className }: { run: Run; className?: string }) {
  const t = useTranslations("bulk");
  return (
    <div
      role="progressbar"
      aria-label={t("columns.progress")}
      aria-valuemin={0}
      aria-valuemax={run.total}
      aria-valuenow={settled(run)}
      className={cn("flex h-1.5 w-full overflow-hidden rounded-full bg-muted", className)}
    >
      {PARTS.map(([part, colour]) => (
        <span
          key={part}
          className={cn("h-full transition-[width] duration-500", colour)}
          style={{ width: `${(run[part] / Math.max(1, run.total)) * 100}%` }}
        />
      ))}
    </div>
  );
}
