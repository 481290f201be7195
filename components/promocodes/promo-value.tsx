"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Amount } from "@/components/layout/amount";
import type { Outputs } from "@/components/lib/outputs";
import type { Money } from "@/server/rules/money";

type Code = Outputs["promocodes"]["get"];

/** What a code gives, in a few characters. */
export function PromoValue({ code }: { code: Code }) {
  const t = useTranslations("promocodes");
  const format = useFormatter();
  if (code.kind === "percent") {
    const share = (code.percentBp ?? 0) / 10_000;
    return <>−{format.number(share, { style: "percent", maximumFractionDigits: 2 })}</>;
  }
  if (code.kind === "fixed") {
    return <Sums value={code.amounts.map(({ amount, ...one }) => ({ ...one, amount: -amount }))} />;
  }
  if (code.kind === "trial_days") return <>{t("trialOf", { count: code.trialDays ?? 0 })}</>;
  const given = Object.entries(code.special).flatMap(([name, value]) =>
    value === undefined ? [] : [t(`given.${name}` as "given.days")],
  );
  return <>{given.join(", ")}</>;
}

/** Amounts of several currencies; they do not add up. */
export function Sums({ value }: { value: Money[] }) {
  if (value.length === 0) return <span className="text-muted-foreground">–</span>;
  return (
    <span className="inline-flex flex-wrap justify-end gap-x-2">
      {value.map((one) => (
        <Amount key={one.currency} value={one} />
      ))}
    </span>
  );
}
