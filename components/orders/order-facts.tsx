"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Amount } from "@/components/layout/amount";
import { Copyable } from "@/components/layout/copyable";
import { Fact, Facts } from "@/components/layout/facts";
import { ExactTime } from "@/components/layout/relative-time";
import { customerHref, subscriptionHref } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { Locale } from "@/db/enums";

const link = "underline-offset-4 hover:underline";

export function OrderFacts({ order }: { order: Outputs["orders"]["get"] }) {
  const t = useTranslations("orders");
  const common = useTranslations("common");
  const locale = useLocale() as Locale;
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("details")}</CardTitle>
      </CardHeader>
      <CardContent>
        <Facts>
          <Fact name={t("customer")}>
            <Link href={customerHref(order.customerId)} className={link}>
              {order.customerName || order.customerUsername || order.customerId}
            </Link>
          </Fact>
          <Fact name={t("plan")}>{order.planName?.[locale] ?? "–"}</Fact>
          {order.durationDays !== null && order.durationDays > 0 && (
            <Fact name={t("duration")}>{common("days", { count: order.durationDays })}</Fact>
          )}
          <Fact name={t("subscription")}>
            {order.subscriptionId ? (
              <Link href={subscriptionHref(order.subscriptionId)} className={link}>
                {common("open")}
              </Link>
            ) : (
              "–"
            )}
          </Fact>
          <Fact name={t("total")} help="minorUnits">
            <Amount value={order.total} />
          </Fact>
          {order.refunded > 0n && (
            <Fact name={t("refunded")}>
              <Amount value={{ amount: order.refunded, currency: order.total.currency }} />
            </Fact>
          )}
          {order.credit > 0n && (
            <Fact name={t("fromCredit")} help="credit">
              <Amount value={{ amount: order.credit, currency: order.total.currency }} />
            </Fact>
          )}
          {order.refundedCredit > 0n && (
            <Fact name={t("refundedCredit")}>
              <Amount value={{ amount: order.refundedCredit, currency: order.total.currency }} />
            </Fact>
          )}
          <Fact name={t("source")}>{t(`sources.${order.source}`)}</Fact>
          <Fact name={t("created")}>
            <ExactTime value={order.createdAt} />
          </Fact>
          <Fact name={t("paid")}>
            <ExactTime value={order.paidAt} />
          </Fact>
          <Fact name={t("fulfilled")}>
            <ExactTime value={order.fulfilledAt} />
          </Fact>
          <Fact name={t("id")}>
            <Copyable value={order.id} className="max-w-44" />
          </Fact>
        </Facts>
      </CardContent>
    </Card>
  );
}
