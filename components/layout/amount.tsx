"use client";

import { useLocale, useTranslations } from "next-intl";
import type { Locale } from "@/db/enums";
import { formatBytes } from "@/server/rules/format";
import { formatMoney, type Money } from "@/server/rules/money";

/** Money in the reader's own notation; its digits line up in a column. */
export function Amount({ value, className }: { value: Money; className?: string }) {
  const locale = useLocale() as Locale;
  return <span className={`tabular ${className ?? ""}`}>{formatMoney(value, locale)}</span>;
}

/** Bytes in words; null is unknown, never zero. */
export function Bytes({ value }: { value: bigint | number | null }) {
  const locale = useLocale() as Locale;
  const t = useTranslations("common");
  if (value === null) return <span className="text-muted-foreground">{t("unknown")}</span>;
  return <span className="tabular">{formatBytes(BigInt(Math.round(Number(value))), locale)}</span>;
}

/** Used of limit, where 0 as limit means unlimited. */
export function Traffic({ used, limit }: { used: bigint | null; limit: bigint }) {
  const t = useTranslations("common");
  return (
    <span className="tabular">
      <Bytes value={used} />
      <span className="text-muted-foreground">
        {" / "}
        {limit === 0n ? t("unlimited") : <Bytes value={limit} />}
      </span>
    </span>
  );
}
