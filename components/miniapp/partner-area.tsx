import { getLocale, getTranslations } from "next-intl/server";
import type { Locale } from "@/db/enums";
import type { ProgramView } from "@/server/domains/partners/schemas";
import { formatDay } from "@/server/rules/format";
import { formatMoney, type Money } from "@/server/rules/money";
import type { PartnerAreaData } from "@/server/trpc/partner-page";
import { CommissionList } from "./commission-list";
import { Invitation } from "./invitation";
import { PartnerLinks } from "./partner-links";
import { PartnerMonths } from "./partner-months";
import { Fact, Meter, Note, Section } from "./parts";
import { PayoutSection } from "./payout-section";

type Props = Omit<PartnerAreaData, "moving"> & {
  program: ProgramView;
  /** The page that shows it. */
  page: string;
  /** Where commissions come as a file; not from within Telegram, which cannot keep one. */
  file?: string;
};

/** Balances, level, earnings, commissions, holds, links and payouts of one partner; side by side where there is room. */
export async function PartnerArea({ overview, payouts, program, code, link, ...rest }: Props) {
  const [t, locale] = await Promise.all([
    getTranslations("miniapp.partner"),
    getLocale() as Promise<Locale>,
  ]);
  const { balances, level, earnings, holds, referrals, subPartners, partner } = overview;
  const earned = earnings.filter(({ count }) => count > 0);
  const sum = (money: Money) => formatMoney(money, locale);
  return (
    <div className="@container">
      <div className="grid items-start gap-3 @3xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] @3xl:gap-6">
        <div className="flex min-w-0 flex-col gap-3">
          <div className="flex flex-col gap-1 rounded-2xl bg-tg-section px-4 py-5 text-center">
            <span className="text-[13px] text-tg-hint">{t("balance.payable")}</span>
            <span className="text-[28px] font-semibold tabular-nums" data-testid="payable">
              {sum(balances.payable)}
            </span>
          </div>
          <Section>
            <Fact name={t("balance.pending")} value={sum(balances.pending)} />
            <Fact name={t("balance.inPayout")} value={sum(balances.inPayout)} />
            {balances.debt.amount > 0n && (
              <Fact name={t("balance.debt")} value={sum(balances.debt)} />
            )}
            <Fact name={t("balance.paidOut")} value={sum(overview.paidOut)} />
          </Section>
          {balances.debt.amount > 0n && <Note>{t("balance.debtNote")}</Note>}

          <Section title={t("level.title")}>
            <div className="flex flex-col gap-2 px-4 py-3.5">
              <div className="flex justify-between">
                <strong>{level.name}</strong>
                <strong className="tabular-nums">{level.rateBp / 100} %</strong>
              </div>
              {level.next && (
                <>
                  <Meter
                    share={level.next.from > 0 ? level.referrals / level.next.from : 1}
                    label={t("level.progress")}
                  />
                  <span className="text-[13px] text-tg-hint">
                    {t("level.next", {
                      name: level.next.name,
                      percent: level.next.rateBp / 100,
                      missing: level.next.missing,
                    })}
                  </span>
                </>
              )}
              <span className="text-[13px] text-tg-hint">
                {t("level.active", { count: level.referrals })}
              </span>
            </div>
          </Section>

          <PayoutSection
            partner={partner}
            payouts={payouts}
            program={program}
            balances={balances}
          />

          {partner.status === "active" && <Invitation code={code} link={link} />}
          <Section title={t("referrals.title")}>
            <Fact name={t("referrals.signedUp")} value={String(referrals.signedUp)} />
            <Fact name={t("referrals.paid")} value={String(referrals.paid)} />
            <Fact name={t("referrals.active")} value={String(referrals.active)} />
            <Fact name={t("referrals.conversion")} value={`${referrals.conversionBp / 100} %`} />
          </Section>
          <PartnerLinks links={rest.links} active={partner.status === "active"} />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <PartnerMonths months={overview.months} currency={partner.currency} />
          <Section title={t("earnings.title")}>
            {earned.length === 0 ? (
              <p className="px-4 py-4 text-tg-hint">{t("earnings.none")}</p>
            ) : (
              earned.map(({ kind, count, amount }) => (
                <Fact key={kind} name={`${t(`earnings.${kind}`)} · ${count}`} value={sum(amount)} />
              ))
            )}
          </Section>
          <CommissionList {...rest.commissions} page={rest.page} file={rest.file} />
          {holds.length > 0 && (
            <Section title={t("holds")}>
              {holds.slice(0, 14).map(({ day, amount }) => (
                <Fact
                  key={day}
                  name={formatDay(new Date(`${day}T12:00:00Z`), locale)}
                  value={sum(amount)}
                />
              ))}
            </Section>
          )}
          {subPartners.length > 0 && (
            <Section title={t("subPartners")}>
              {subPartners.map(({ id, name, earned }) => (
                <Fact key={id} name={name} value={sum(earned)} />
              ))}
            </Section>
          )}
        </div>
      </div>
    </div>
  );
}
