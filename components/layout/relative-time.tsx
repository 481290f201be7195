"use client";

import { useFormatter, useNow } from "next-intl";

const TICK_MS = 30_000;

/** “3 hours ago” with the exact time on hover. Null is a dash. */
export function RelativeTime({ value, className }: { value: Date | null; className?: string }) {
  const format = useFormatter();
  const ticked = useNow({ updateInterval: TICK_MS });
  if (!value) return <span className="text-muted-foreground">–</span>;
  // The clock of the page stands still between two ticks: what is newer than it happened just now.
  const ahead = value.getTime() - ticked.getTime();
  const now = ahead > 0 && ahead <= TICK_MS ? value : ticked;
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
