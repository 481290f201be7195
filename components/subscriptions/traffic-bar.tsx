"use client";

import { useTranslations } from "next-intl";
import { Traffic } from "@/components/layout/amount";
import { cn } from "@/components/lib/utils";
import { usedShare } from "@/server/rules/format";

type Props = { traffic: { usedBytes: bigint | null; limitBytes: bigint; strategy: string } };

/** Used of limit as words and as a bar; unlimited and unknown have no bar. */
export function TrafficBar({ traffic: { usedBytes, limitBytes, strategy } }: Props) {
  const t = useTranslations("common");
  const share = usedShare(usedBytes, limitBytes);
  return (
    <div className="mt-0.5">
      <Traffic used={usedBytes} limit={limitBytes} />
      {limitBytes > 0n && (
        <span className="text-muted-foreground"> · {t(`strategy.${strategy}`)}</span>
      )}
      {share !== null && (
        <div className="mt-1.5 h-1 overflow-hidden rounded-full bg-muted" aria-hidden>
          <div
            className={cn(
              "h-full rounded-full",
              share >= 1 ? "bg-destructive" : share > 0.85 ? "bg-warning" : "bg-primary",
            )}
            style={{ width: `${Math.max(1, share * 100)}%` }}
          />
        </div>
      )}
    </div>
  );
}
