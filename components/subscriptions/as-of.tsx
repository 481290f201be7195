"use client";

import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/layout/relative-time";
import { Badge } from "@/components/ui/badge";

/** When the panel last said so; a warning when it has not answered since. */
export function AsOf({ asOf, stale }: { asOf: Date | null; stale: boolean }) {
  const t = useTranslations("common");
  return (
    <span className="flex items-center gap-2 text-xs text-muted-foreground">
      {stale && (
        <Badge variant="warning" title={t("staleHint")}>
          {t("stale")}
        </Badge>
      )}
      {asOf && (
        <span>
          {t("asOf")} <RelativeTime value={asOf} />
        </span>
      )}
    </span>
  );
}
