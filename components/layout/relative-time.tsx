"use client";

import { useFormatter, useNow } from "next-intl";

/** “3 hours ago” with the exact time on hover. Null is a dash. */
export function RelativeTime({ value, className }: { value: Date | null; className?: string }) {
  const format = useFormatter();
  const now = useNow({ updateInterval: 30_000 });
  if (!value) return <span className="text-muted-foreground">–</span>;
  const exact = format.dateTime(value, { dateStyle: "medium", timeStyle: "medium" });
  return (
    <time
      dateTime={value.toISOString()}
      title={exact}
      className={className}
      suppressHydrationWarning
    >
      {format.relativeTime(value, now)}
    </time>
  );
}

/** “24 Jul 2026, 14:05”, in the operator's own time zone. */
export function ExactTime({ value }: { value: Date | null }) {
  const format = useFormatter();
  if (!value) return <span className="text-muted-foreground">–</span>;
  return (
    <time dateTime={value.toISOString()}>
      {format.dateTime(value, { dateStyle: "medium", timeStyle: "short" })}
    </time>
  );
}
