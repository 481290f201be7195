"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useGatewayName } from "@/components/hooks/use-gateway-name";
import { PageHeader } from "@/components/layout/page-header";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { useTRPC } from "@/components/lib/trpc";
import { HeldDecision } from "@/components/payments/held-decision";
import { Journals } from "@/components/payments/journals";
import { PaymentEvents } from "@/components/payments/payment-events";
import { PaymentFacts } from "@/components/payments/payment-facts";
import { RefundButton } from "@/components/payments/refund-button";
import { Refunds } from "@/components/payments/refunds";
import type { Locale } from "@/db/enums";
import { formatMoney } from "@/server/rules/money";

export function PaymentClient({ paymentId }: { paymentId: string }) {
  const t = useTranslations("payments");
  const locale = useLocale() as Locale;
  const gatewayName = useGatewayName();
  const trpc = useTRPC();
  const query = useQuery(trpc.admin.payments.get.queryOptions({ paymentId }));
  return (
    <Loaded query={query} skeleton={<BlockSkeleton rows={8} />}>
      {(payment) => (
        <>
          <PageHeader
            title={
              <>
                {formatMoney(payment.money, locale)}
                <StatusBadge kind="payment" value={payment.status} />
              </>
            }
            description={t("forOrder", {
              number: payment.orderNumber,
              gateway: gatewayName(payment.gateway),
            })}
            actions={payment.canRefund.possible && <RefundButton payment={payment} />}
          />
          {payment.status === "held" && <HeldDecision payment={payment} />}
          <div className="grid items-start gap-5 lg:grid-cols-2">
            <PaymentFacts payment={payment} />
            <div className="flex min-w-0 flex-col gap-5">
              <PaymentEvents events={payment.events} />
              <Refunds refunds={payment.refunds} />
            </div>
          </div>
          <Journals journals={payment.journals} />
        </>
      )}
    </Loaded>
  );
}
