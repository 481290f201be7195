"use client";

import { useTranslations } from "next-intl";
import { Amount } from "@/components/layout/amount";
import type { Outputs } from "@/components/lib/outputs";
import { Card, CardContent } from "@/components/ui/card";

/** What is on each of a partner's accounts in the ledger, and all that was paid out. */
export function PartnerBalances({ detail }: { detail: Outputs["partners"]["get"] }) {
  const t = useTranslations("partners.balances");
  const { pending, payable, inPayout, debt } = detail.balances;
  const tiles = [
    { key: "pending", value: pending },
    { key: "payable", value: payable },
    { key: "inPayout", value: inPayout },
    { key: "debt", value: debt },
    { key: "paidOut", value: detail.paidOut },
  ];
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-5">
      {tiles.map(({ key, value }) => (
        <Card key={key}>
          <CardContent className="flex flex-col gap-1 py-4">
            <span className="text-[13px] text-muted-foreground">{t(key)}</span>
            <Amount value={value} className="text-lg font-semibold" />
          </CardContent>
        </Card>
      ))}
    </div>
  );
}
