"use client";

import { useTranslations } from "next-intl";
import { Amount } from "@/components/layout/amount";
import { RelativeTime } from "@/components/layout/relative-time";
import { StatusBadge } from "@/components/layout/status-badge";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import type { PaymentDetail } from "./payment-facts";

export function Refunds({ refunds }: Pick<PaymentDetail, "refunds">) {
  const t = useTranslations("payments");
  if (refunds.length === 0) return null;
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("refunds")}</CardTitle>
      </CardHeader>
      <ul className="divide-y border-t">
        {refunds.map((refund) => (
          <li key={refund.id} className="flex items-center gap-3 px-4 py-2.5 text-[13px]">
            <span className="min-w-0 flex-1">
              <span className="block truncate">{refund.reason || "–"}</span>
              <span className="block truncate text-xs text-muted-foreground">
                {refund.failureReason ?? refund.externalId} ·{" "}
                <RelativeTime value={refund.completedAt ?? refund.createdAt} />
              </span>
            </span>
            <StatusBadge kind="refund" value={refund.status} />
            <Amount value={refund.money} className="font-medium" />
          </li>
        ))}
      </ul>
    </Card>
  );
}
