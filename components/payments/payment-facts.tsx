"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useGatewayName } from "@/components/hooks/use-gateway-name";
import { Amount } from "@/components/layout/amount";
import { Copyable } from "@/components/layout/copyable";
import { Fact, Facts } from "@/components/layout/facts";
import { HelpHint } from "@/components/layout/help-hint";
import { ExactTime, RelativeTime } from "@/components/layout/relative-time";
import { customerHref, orderHref } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { isCurrency, money } from "@/server/rules/money";

export type PaymentDetail = Outputs["payments"]["get"];

const link = "underline-offset-4 hover:underline";

export function PaymentFacts({ payment }: { payment: PaymentDetail }) {
  const t = useTranslations("payments");
  const gatewayName = useGatewayName();
  const { received } = payment;
  return (
    <Card>
      <CardHeader>
        <CardTitle>
          {t("details")}
          <HelpHint term="held" />
        </CardTitle>
      </CardHeader>
      <CardContent>
        <Facts>
          <Fact name={t("customer")}>
            <Link href={customerHref(payment.customerId)} className={link}>
              {payment.customerName || payment.customerUsername || payment.customerId}
            </Link>
          </Fact>
          <Fact name={t("order")}>
            <Link href={orderHref(payment.orderId)} className={link}>
              #{payment.orderNumber}
            </Link>
          </Fact>
          <Fact name={t("asked")}>
            <Amount value={payment.money} />
          </Fact>
          <Fact name={t("received")} help="received">
            {received && isCurrency(received.currency) ? (
              <Amount value={money(received.amount, received.currency)} />
            ) : (
              "–"
            )}
          </Fact>
          {payment.refunded > 0n && (
            <Fact name={t("refunded")}>
              <Amount value={{ amount: payment.refunded, currency: payment.money.currency }} />
            </Fact>
          )}
          <Fact name={t("gateway")}>{gatewayName(payment.gateway)}</Fact>
          <Fact name={t("externalId")} help="externalId">
            {payment.externalId ? (
              <Copyable value={payment.externalId} className="max-w-full sm:max-w-44" />
            ) : (
              "–"
            )}
          </Fact>
          {payment.failureReason && <Fact name={t("failure")}>{payment.failureReason}</Fact>}
          <Fact name={t("created")}>
            <ExactTime value={payment.createdAt} />
          </Fact>
          <Fact name={t("settled")}>
            <ExactTime value={payment.settledAt} />
          </Fact>
          {payment.nextPollAt && (
            <Fact name={t("nextPoll")}>
              <RelativeTime value={payment.nextPollAt} />
            </Fact>
          )}
          <Fact name={t("id")}>
            <Copyable value={payment.id} className="max-w-44" />
          </Fact>
        </Facts>
      </CardContent>
    </Card>
  );
}
