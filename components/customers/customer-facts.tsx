"use client";

import { useTranslations } from "next-intl";
import { Amount } from "@/components/layout/amount";
import { Copyable } from "@/components/layout/copyable";
import { Fact, Facts } from "@/components/layout/facts";
import { LANGUAGE_NAMES } from "@/components/layout/locale";
import { RelativeTime } from "@/components/layout/relative-time";
import type { Outputs } from "@/components/lib/outputs";
import { ChangeCode } from "@/components/referrals/change-code";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";

type Detail = Outputs["customers"]["get"];

export function CustomerFacts({ customer, credit, worth }: Omit<Detail, "subscriptions">) {
  const t = useTranslations("customers");
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("profile")}</CardTitle>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        <Facts>
          <Fact name={t("id")}>
            <Copyable value={customer.id} className="max-w-40" />
          </Fact>
          {customer.telegramId !== null && (
            <Fact name={t("telegramId")}>
              <Copyable value={customer.telegramId.toString()} />
            </Fact>
          )}
          {customer.email && <Fact name={t("email")}>{customer.email}</Fact>}
          <Fact name={t("language")}>{LANGUAGE_NAMES[customer.locale]}</Fact>
          <Fact name={t("referralCode")}>
            <span className="inline-flex items-center gap-1">
              <Copyable value={customer.referralCode} />
              <ChangeCode customerId={customer.id} code={customer.referralCode} />
            </span>
          </Fact>
          <Fact name={t("credit")} help="credit">
            {credit.length === 0
              ? "–"
              : credit.map((money) => (
                  <Amount key={money.currency} value={money} className="ml-2" />
                ))}
          </Fact>
          {worth && (
            <Fact name={t("worth")} help="worth">
              {worth.paid.length === 0
                ? "–"
                : worth.paid.map((money) => (
                    <Amount key={money.currency} value={money} className="ml-2" />
                  ))}
            </Fact>
          )}
          {worth && <Fact name={t("paidOrders")}>{worth.orders}</Fact>}
          <Fact name={t("lastSeen")}>
            <RelativeTime value={customer.lastSeenAt} />
          </Fact>
          <Fact name={t("joined")}>
            <RelativeTime value={customer.createdAt} />
          </Fact>
        </Facts>
      </CardContent>
    </Card>
  );
}
