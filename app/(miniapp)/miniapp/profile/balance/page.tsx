import { getLocale, getTranslations } from "next-intl/server";
import { BackButton } from "@/components/miniapp/back-button";
import { Fact, Note, QuietLink, RowLink, Screen, Section } from "@/components/miniapp/parts";
import type { Locale } from "@/db/enums";
import { formatDay } from "@/server/rules/format";
import { CURRENCIES, type Currency, formatMoney, isCurrency, money } from "@/server/rules/money";
import { openMiniapp } from "@/server/trpc/miniapp-page";

type Props = { searchParams: Promise<{ before?: string }> };

/** Round sums people add, in major units. */
const SUMS: Partial<Record<Currency, readonly number[]>> = {
  RUB: [100, 300, 500, 1000],
  XTR: [50, 100, 250],
};
const OTHER_SUMS = [5, 10, 25];

/** What is on the customer's credit, every movement of it, and a way to add to it. */
export default async function BalancePage({ searchParams }: Props) {
  const session = await openMiniapp();
  if (!session) return null;
  const before = Number((await searchParams).before);
  const [t, locale, balances, history, currencies] = await Promise.all([
    getTranslations("miniapp.balance"),
    getLocale() as Promise<Locale>,
    session.api.credit.balances(),
    session.api.credit.history({
      limit: 30,
      cursor: Number.isSafeInteger(before) && before > 0 ? before : undefined,
    }),
    session.api.credit.topupCurrencies(),
  ]);
  const sign = (amount: bigint) => (amount > 0n ? "+" : "");
  const nameOfCurrency = (code: Currency) => (code === "XTR" ? t("stars") : code);
  const nameOf = (kind: string) => {
    const key = `kinds.${kind.replaceAll(".", "_")}`;
    return t.has(key) ? t(key) : t("kinds.other");
  };
  return (
    <Screen title={t("title")}>
      <BackButton to="/miniapp/profile" />
      <Section>
        {balances.length === 0 ? (
          <p className="px-4 py-4 text-tg-hint">{t("empty")}</p>
        ) : (
          balances.map((balance) => (
            <Fact
              key={balance.currency}
              name={nameOfCurrency(balance.currency)}
              value={<strong>{formatMoney(balance, locale)}</strong>}
            />
          ))
        )}
      </Section>
      {currencies.map((currency) => (
        <Section key={currency} title={t("add", { currency: nameOfCurrency(currency) })}>
          {(SUMS[currency] ?? OTHER_SUMS).map((sum) => {
            const amount = BigInt(sum) * 10n ** BigInt(CURRENCIES[currency]);
            return (
              <RowLink
                key={sum}
                href={`/miniapp/purchase/topup?${new URLSearchParams({ currency, amount: String(amount) })}`}
                title={formatMoney({ amount, currency }, locale)}
              />
            );
          })}
        </Section>
      ))}
      <Note>{t("note")}</Note>
      <Section title={t("history")}>
        {history.rows.length === 0 ? (
          <p className="px-4 py-4 text-tg-hint">{t("noHistory")}</p>
        ) : (
          history.rows.map((row) => (
            <Fact
              key={row.id}
              name={`${nameOf(row.kind)} · ${formatDay(row.at, locale)}`}
              value={
                isCurrency(row.currency)
                  ? `${sign(row.amount)}${formatMoney(money(row.amount, row.currency), locale)}`
                  : ""
              }
            />
          ))
        )}
      </Section>
      {history.nextCursor !== null && (
        <QuietLink href={`/miniapp/profile/balance?before=${history.nextCursor}`}>
          {t("earlier")}
        </QuietLink>
      )}
    </Screen>
  );
}
