"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useGatewayName } from "@/components/hooks/use-gateway-name";
import { Amount } from "@/components/layout/amount";
import { RelativeTime } from "@/components/layout/relative-time";
import { EmptyState } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { paymentHref } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";

export function OrderPayments({ payments }: Pick<Outputs["orders"]["get"], "payments">) {
  const t = useTranslations("orders");
  const gatewayName = useGatewayName();
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("payments")}</CardTitle>
      </CardHeader>
      {payments.length === 0 ? (
        <EmptyState title={t("noPayments")} hint={t("noPaymentsHint")} />
      ) : (
        <ul className="divide-y border-t">
          {payments.map((payment) => (
            <li key={payment.id}>
              <Link
                href={paymentHref(payment.id)}
                className="flex items-center gap-3 px-4 py-2.5 text-[13px] hover:bg-muted/60"
              >
                <span className="min-w-0 flex-1 truncate">
                  {gatewayName(payment.gateway)}
                  <span className="ml-2 text-xs text-muted-foreground">
                    <RelativeTime value={payment.settledAt ?? payment.createdAt} />
                  </span>
                </span>
                <StatusBadge kind="payment" value={payment.status} />
                <Amount value={payment.amount} className="font-medium" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
