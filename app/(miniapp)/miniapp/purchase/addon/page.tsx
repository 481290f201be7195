import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { BackButton } from "@/components/miniapp/back-button";
import { Checkout, type CheckoutQuery } from "@/components/miniapp/checkout";
import { Empty, Fact, RowLink, Screen, Section } from "@/components/miniapp/parts";
import type { Locale } from "@/db/enums";
import { formatBytes, formatDay } from "@/server/rules/format";
import { formatMoney } from "@/server/rules/money";
import { askWays, foundOrNull, openMiniapp } from "@/server/trpc/miniapp-page";

type Query = { sub?: string; addon?: string } & CheckoutQuery;
type Props = { searchParams: Promise<Query> };

/** Extra traffic or devices for a running subscription: what → payment. */
export default async function AddonPage({ searchParams }: Props) {
  const session = await openMiniapp();
  if (!session) return null;
  const query = await searchParams;
  const subscriptionId = query.sub ?? "";
  const [t, locale, offers] = await Promise.all([
    getTranslations("miniapp.purchase"),
    getLocale() as Promise<Locale>,
    foundOrNull(session.api.subscriptions.addonOffers({ subscriptionId })),
  ]);
  if (!offers) notFound();
  const found = offers.find(({ addon }) => addon.id === query.addon);
  const extent = ({ kind, quantity }: (typeof offers)[number]["addon"]) =>
    kind === "traffic"
      ? t("addon.traffic", { amount: formatBytes(quantity, locale) })
      : t("addon.devices", { count: Number(quantity) });

  if (!found) {
    return (
      <Screen title={t("addon.title")}>
        <BackButton to={`/miniapp/subscription/${subscriptionId}`} />
        {offers.length === 0 ? (
          <Empty title={t("addon.none.title")} text={t("addon.none.text")} />
        ) : (
          <Section title={t("addon.choose")}>
            {offers.map(({ addon, prices }) => (
              <RowLink
                key={addon.id}
                href={`/miniapp/purchase/addon?${new URLSearchParams({ sub: subscriptionId, addon: addon.id })}`}
                title={addon.name[locale]}
                detail={`${extent(addon)} · ${t(addon.recurring ? "addon.recurring" : "addon.once")}`}
                aside={prices[0] && formatMoney(prices[0], locale)}
              />
            ))}
          </Section>
        )}
      </Screen>
    );
  }

  const { addon, endsAt } = found;
  const offer = {
    kind: "addon" as const,
    subscriptionId,
    addonId: addon.id,
    useCredit: query.credit === "1",
  };
  return (
    <Screen title={t("checkout")}>
      <BackButton to={`/miniapp/purchase/addon?sub=${subscriptionId}`} />
      <Section>
        <Fact name={t("addon.price")} value={addon.name[locale]} />
        <Fact name={t("for")} value={extent(addon)} />
        <Fact name={t("addon.until")} value={formatDay(endsAt, locale)} />
      </Section>
      <Checkout
        offer={offer}
        asked={await askWays(session, offer)}
        path="/miniapp/purchase/addon"
        query={{ ...query }}
        back={`/miniapp/subscription/${subscriptionId}`}
        withPromo={false}
      />
    </Screen>
  );
}
