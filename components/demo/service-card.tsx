"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Badge } from "@/components/ui/badge";
import { Skeleton } from "@/components/ui/skeleton";

type Switch = {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
};

/** A stand-in: whether it runs, what it says about itself, and its switches. */
export function ServiceCard({
  title,
  running,
  facts,
  switches,
}: {
  title: string;
  running: boolean;
  facts: string[] | undefined;
  switches: Switch[] | undefined;
}) {
  const t = useTranslations("demo");
  const field = useId();
  return (
    <article className="flex min-w-0 flex-col gap-3 rounded-xl border bg-card p-4">
      <header className="flex items-center justify-between gap-2">
        <h2 className="text-sm font-semibold">{title}</h2>
        <Badge variant="outline">{t(running ? "running" : "real")}</Badge>
      </header>
      {!running && <p className="text-[13px] text-muted-foreground">{t("realHint")}</p>}
      {running && !switches && (
        <>
          <Skeleton className="h-4 w-32" />
          <Skeleton className="h-9" />
        </>
      )}
      {facts && <p className="tabular text-[13px] text-muted-foreground">{facts.join(" · ")}</p>}
      {switches?.map(({ label, value, options, onChange }, index) => (
        <div key={label} className="flex items-center justify-between gap-3">
          <label htmlFor={`${field}-${index}`} className="w-24 shrink-0 text-[13px] font-medium">
            {label}
          </label>
          <select
            id={`${field}-${index}`}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className="h-9 min-w-0 flex-1 rounded-md border border-input bg-card px-2 text-[13px] outline-none focus-visible:ring-[3px] focus-visible:ring-ring/30"
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        </div>
      ))}
    </article>
  );
}
