"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Amount } from "@/components/layout/amount";
import { Fact, Facts } from "@/components/layout/facts";
import { HelpHint } from "@/components/layout/help-hint";
import { ExactTime } from "@/components/layout/relative-time";
import { customerHref, partnerHref } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";

type Detail = Outputs["partners"]["get"];
const link = "underline-offset-4 hover:underline";

export function PartnerFacts({ detail }: { detail: Detail }) {
  const t = useTranslations("partners");
  const format = useFormatter();
  const { partner, referrals, terms, parent, level } = detail;
  const percent = (bp: number) =>
    format.number(bp / 10_000, { style: "percent", maximumFractionDigits: 2 });
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <Card>
        <CardHeader>
          <CardTitle>{t("facts.title")}</CardTitle>
        </CardHeader>
        <CardContent>
          <Facts>
            <Fact name={t("facts.customer")}>
              <Link href={customerHref(partner.customerId)} className={link}>
                {detail.customerName || detail.customerUsername || partner.customerId}
              </Link>
            </Fact>
            {parent && (
              <Fact name={t("facts.parent")}>
                <Link href={partnerHref(parent.id)} className={link}>
                  {parent.name}
                </Link>
              </Fact>
            )}
            <Fact name={t("facts.joined")}>
              <ExactTime value={partner.approvedAt} />
            </Fact>
            <Fact name={t("facts.payoutTo")}>
              {partner.payoutMethod
                ? `${t(`methods.${partner.payoutMethod}`)} ${partner.payoutTo ?? ""}`
                : "–"}
            </Fact>
            <Fact name={t("facts.automatic")}>{t(partner.autoPayout ? "yes" : "no")}</Fact>
            <Fact name={t("facts.area")} help="partnerArea">
              <a href="/partner" target="_blank" rel="noopener" className={link}>
                /partner
              </a>
            </Fact>
            <Fact name={t("facts.signedUp")}>{format.number(referrals.signedUp)}</Fact>
            <Fact name={t("facts.paid")}>
              {format.number(referrals.paid)} ({percent(referrals.conversionBp)})
            </Fact>
            <Fact name={t("facts.active")}>{format.number(referrals.active)}</Fact>
            {level.next && (
              <Fact name={t("facts.next", { name: level.next.name })}>
                {t("facts.missing", { count: level.next.missing })}
              </Fact>
            )}
          </Facts>
        </CardContent>
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>
            {t("terms.title")}
            <HelpHint term="terms" />
          </CardTitle>
        </CardHeader>
        <CardContent>
          <Facts>
            <Fact name={t("terms.direct")}>
              {terms.directBp === null ? t("terms.program") : percent(terms.directBp)}
            </Fact>
            <Fact name={t("terms.override")} help="override">
              {terms.overrideBp === null
                ? t("terms.program")
                : terms.overrideBp.map(percent).join(", ") || t("terms.none")}
            </Fact>
            <Fact name={t("terms.hold")} help="holdPeriod">
              {terms.holdDays === null
                ? t("terms.program")
                : t("terms.days", { days: terms.holdDays })}
            </Fact>
          </Facts>
        </CardContent>
      </Card>
      {detail.holds.length > 0 && (
        <Card>
          <CardHeader>
            <CardTitle>
              {t("holds")}
              <HelpHint term="holdPeriod" />
            </CardTitle>
          </CardHeader>
          <CardContent>
            <Facts>
              {detail.holds.slice(0, 14).map(({ day, amount }) => (
                <Fact
                  key={day}
                  name={format.dateTime(new Date(`${day}T12:00:00Z`), {
                    day: "numeric",
                    month: "short",
                    timeZone: "UTC",
                  })}
                >
                  <Amount value={amount} />
                </Fact>
              ))}
            </Facts>
          </CardContent>
        </Card>
      )}
      {detail.subPartners.length > 0 && (
        <Card>
          <CardHeader>
            <CardTitle>{t("subPartners")}</CardTitle>
          </CardHeader>
          <CardContent>
            <Facts>
              {detail.subPartners.map(({ id, name, earned }) => (
                <div key={id} className="flex min-h-9 items-center justify-between gap-4 py-1.5">
                  <dt>
                    <Link href={partnerHref(id)} className={link}>
                      {name}
                    </Link>
                  </dt>
                  <dd>
                    <Amount value={earned} />
                  </dd>
                </div>
              ))}
            </Facts>
          </CardContent>
        </Card>
      )}
    </div>
  );
}
