"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { HelpHint, type HelpTerm } from "@/components/layout/help-hint";
import type { Outputs } from "@/components/lib/outputs";
import { Card } from "@/components/ui/card";
import { Sums } from "./promo-value";

/** What a code has done so far. */
export function PromoFigures({ code }: { code: Outputs["promocodes"]["get"] }) {
  const t = useTranslations("promocodes");
  return (
    <Card className="grid grid-cols-2 gap-4 p-4 text-[13px] sm:grid-cols-3 lg:grid-cols-5">
      <Figure name={t("uses")}>
        {code.uses} / {code.maxUses ?? "∞"}
      </Figure>
      <Figure name={t("reserved")} help="reserved">
        {code.reserved}
      </Figure>
      <Figure name={t("honoured")}>{code.honoured}</Figure>
      <Figure name={t("revenue")}>
        <Sums value={code.revenue} />
      </Figure>
      <Figure name={t("discountGiven")}>
        <Sums value={code.discount} />
      </Figure>
    </Card>
  );
}

function Figure({ name, help, children }: { name: string; help?: HelpTerm; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="text-xs text-muted-foreground">
        {name}
        {help && <HelpHint term={help} />}
      </span>
      <span className="tabular text-base font-semibold">{children}</span>
    </div>
  );
}
