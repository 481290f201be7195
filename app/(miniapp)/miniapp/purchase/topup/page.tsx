import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { BackButton } from "@/components/miniapp/back-button";
import { Checkout } from "@/components/miniapp/checkout";
import { Fact, Screen, Section } from "@/components/miniapp/parts";
import type { Locale } from "@/db/enums";
import { formatMoney, isCurrency } from "@/server/rules/money";
import { askWays, openMiniapp } from "@/server/trpc/miniapp-page";

type Props = { searchParams: Promise<{ currency?: string; amount?: string }> };

/** Money for the customer's own credit. */
export default async function TopupPage({ searchParams }: Props) {
  const session = await openMiniapp();
  if (!session) return null;
  const { currency = "", amount = "" } = await searchParams;
  if (!isCurrency(currency) || !/^[1-9]\d{0,8}$/.test(amount)) notFound();
  const [t, locale] = await Promise.all([
    getTranslations("miniapp.balance"),
    getLocale() as Promise<Locale>,
  ]);
  const offer = { kind: "topup" as const, amount: BigInt(amount), currency };
  return (
    <Screen title={t("addTitle")}>
      <BackButton to="/miniapp/profile/balance" />
      <Section>
        <Fact name={t("sum")} value={formatMoney({ amount: offer.amount, currency }, locale)} />
      </Section>
      <Checkout
        offer={offer}
        asked={await askWays(session, offer)}
        path="/miniapp/purchase/topup"
        query={{ currency, amount }}
        back="/miniapp/profile/balance"
        withPromo={false}
      />
    </Screen>
  );
}
