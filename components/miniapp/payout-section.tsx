import { getLocale, getTranslations } from "next-intl/server";
import type { Locale } from "@/db/enums";
import type {
  Balances,
  PartnerView,
  PayoutView,
  ProgramView,
} from "@/server/domains/partners/schemas";
import { formatDay } from "@/server/rules/format";
import { formatMoney } from "@/server/rules/money";
import { Fact, Note, Section } from "./parts";
import { PayoutMethodForm } from "./payout-method-form";
import { PayoutRequest } from "./payout-request";

/** Where the money goes, a request for it, and what became of earlier ones. */
export async function PayoutSection({
  partner,
  payouts,
  program,
  balances,
}: {
  partner: PartnerView;
  payouts: PayoutView[];
  program: ProgramView;
  balances: Balances;
}) {
  const [t, locale] = await Promise.all([
    getTranslations("miniapp.partner.payout"),
    getLocale() as Promise<Locale>,
  ]);
  const method = program.methods.find(({ id }) => id === partner.payoutMethod);
  const errors = t.raw("errors") as Record<string, string>;
  const enough = method ? balances.payable.amount >= method.minimum.amount : false;
  return (
    <>
      {partner.status === "active" && (
        <Section title={t("where")}>
          {method && (
            <Fact name={method.label[locale]} value={partner.payoutTo ?? t("onBalance")} />
          )}
          <PayoutMethodForm
            open={!method}
            current={partner.payoutMethod}
            automatic={partner.autoPayout}
            methods={program.methods.map(({ id, label }) => ({ id, label: label[locale] }))}
            errors={errors}
            texts={{
              change: t("change"),
              method: t("method"),
              save: t("save"),
              automatic: t("automatic"),
              automaticHint: t("automaticHint", { schedule: t(`schedule.${program.schedule}`) }),
              network: t("network"),
              cryptobot: t("networks.cryptobot"),
              trc20: t("networks.trc20"),
              ton: t("networks.ton"),
              address: t("address"),
              form: t("form"),
              iban: t("forms.iban"),
              card: t("forms.card"),
              phone: t("forms.phone"),
              account: t("account"),
              holder: t("holder"),
              bank: t("bank"),
            }}
          />
        </Section>
      )}
      {method && partner.status === "active" && balances.payable.amount > 0n && (
        <PayoutRequest
          payable={balances.payable}
          enough={enough}
          errors={errors}
          texts={{
            request: t("request"),
            amount: t("amount", { currency: balances.payable.currency }),
            fee: t("fee"),
            net: t("net"),
            least: t("least", { amount: formatMoney(method.minimum, locale) }),
            confirm: t("confirm"),
          }}
          locale={locale}
        />
      )}
      <Section title={t("history")}>
        {payouts.length === 0 ? (
          <p className="px-4 py-4 text-tg-hint">{t("none")}</p>
        ) : (
          payouts.map((payout) => (
            <Fact
              key={payout.id}
              name={
                <>
                  <span className="block font-medium text-tg-text" data-payout={payout.status}>
                    {t(`status.${payout.status}`)}
                  </span>
                  <span className="text-[13px]">
                    {[
                      formatDay(payout.requestedAt, locale),
                      payout.to,
                      payout.reference,
                      ["rejected", "failed"].includes(payout.status) ? payout.reason : "",
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                </>
              }
              value={
                <span className="whitespace-nowrap">{formatMoney(payout.amount, locale)}</span>
              }
            />
          ))
        )}
      </Section>
      <Note>{t("historyNote")}</Note>
    </>
  );
}
