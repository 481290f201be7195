"use client";

import { AlertTriangleIcon, InboxIcon, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useErrorText } from "@/components/hooks/use-error-text";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";

type Empty = { icon?: LucideIcon; title: string; hint?: string; action?: ReactNode };

/** Nothing here, and what to do about it. */
export function EmptyState({ icon: Icon = InboxIcon, title, hint, action }: Empty) {
  return (
    <div className="flex flex-col items-center gap-1.5 px-6 py-12 text-center">
      <span className="mb-2 flex size-10 items-center justify-center rounded-lg border bg-muted/50">
        <Icon className="size-5 text-muted-foreground" aria-hidden />
      </span>
      <p className="text-sm font-medium">{title}</p>
      {hint && <p className="max-w-sm text-[13px] text-muted-foreground">{hint}</p>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}

/** It could not be read: why, and another try. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations("common");
  const errorText = useErrorText();
  return (
    <div role="alert" className="flex flex-col items-center gap-1.5 px-6 py-12 text-center">
      <span className="mb-2 flex size-10 items-center justify-center rounded-lg border border-destructive/30 bg-destructive/5">
        <AlertTriangleIcon className="size-5 text-destructive" aria-hidden />
      </span>
      <p className="text-sm font-medium">{t("loadFailed")}</p>
      <p className="max-w-sm text-[13px] text-muted-foreground">{errorText(error)}</p>
      <Button variant="outline" size="sm" className="mt-3" onClick={onRetry}>
        {t("retry")}
      </Button>
    </div>
  );
}

type Readable<T> = {
  data: T | undefined;
  error: unknown;
  isError: boolean;
  refetch: () => Promise<unknown>;
};

/** Skeleton, failure with retry, or the data: every read on a page goes through one of these. */
export function Loaded<T>({
  query,
  skeleton,
  children,
}: {
  query: Readable<T>;
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  return skeleton ?? <BlockSkeleton />;
}

export function BlockSkeleton({ rows = 4 }: { rows?: number }) {
  return (
    <div className="flex flex-col gap-3 p-4">
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key, row) => (
        <Skeleton key={key} className="h-5" style={{ width: `${92 - ((row * 17) % 40)}%` }} />
      ))}
    </div>
  );
}
