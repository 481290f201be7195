"use client";

import { useLocale, useTranslations } from "next-intl";
import { Amount } from "@/components/layout/amount";
import { HelpHint } from "@/components/layout/help-hint";
import type { Outputs } from "@/components/lib/outputs";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { Locale } from "@/db/enums";

/** The price as it was shown before paying. */
export function QuoteLines({ quote }: { quote: Outputs["orders"]["get"]["quote"] }) {
  const t = useTranslations("orders.quote");
  const locale = useLocale() as Locale;
  const { currency } = quote;
  return (
    <Card>
      <CardHeader>
        <CardTitle>
          {t("title")}
          <HelpHint term="quote" />
        </CardTitle>
        <CardDescription>{t("hint")}</CardDescription>
      </CardHeader>
      <CardContent>
        <dl className="flex flex-col gap-2 text-[13px]">
          {quote.lines.map((line) => (
            <div key={`${line.code} ${line.name?.en ?? ""}`} className="flex justify-between gap-4">
              <dt className="text-muted-foreground">
                {t(`lines.${line.code}`)}
                {line.name && ` · ${line.name[locale]}`}
                {line.code === "promo" && quote.promo && ` · ${quote.promo.code}`}
              </dt>
              <dd>
                <Amount value={{ amount: line.amount, currency }} />
              </dd>
            </div>
          ))}
          <div className="flex justify-between gap-4 border-t pt-2 font-medium">
            <dt>{t("total")}</dt>
            <dd>
              <Amount value={{ amount: quote.total, currency }} />
            </dd>
          </div>
        </dl>
      </CardContent>
    </Card>
  );
}
