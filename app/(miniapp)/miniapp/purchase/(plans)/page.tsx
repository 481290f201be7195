import { getLocale, getTranslations } from "next-intl/server";
import { BackButton } from "@/components/miniapp/back-button";
import { Checkout, type CheckoutQuery } from "@/components/miniapp/checkout";
import { Empty, Fact, Note, RowLink, Screen, Section } from "@/components/miniapp/parts";
import { PendingOrder } from "@/components/miniapp/pending-order";
import type { Locale } from "@/db/enums";
import { formatBytes, formatDay } from "@/server/rules/format";
import { formatMoney } from "@/server/rules/money";
import { askWays, openMiniapp, purchaseChoice } from "@/server/trpc/miniapp-page";

type Query = { sub?: string; plan?: string; duration?: string } & CheckoutQuery;
type Props = { searchParams: Promise<Query> };

const link = (query: Query) =>
  `/miniapp/purchase?${new URLSearchParams(
    Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1])),
  )}` as const;

/**
 * Plan → duration → payment. Every step is an address, so a lost connection, a reload or the back button
 * lands on the same step, and an unpaid order is offered again.
 */
export default async function PurchasePage({ searchParams }: Props) {
  const session = await openMiniapp();
  if (!session) return null;
  const query = await searchParams;
  const [t, locale, choice] = await Promise.all([
    getTranslations("miniapp.purchase"),
    getLocale() as Promise<Locale>,
    purchaseChoice(session, query),
  ]);
  const { storefront, subscription, plan, duration } = choice;
  const title = subscription?.isTrial
    ? t("titleTrial")
    : subscription
      ? t("titleFor", { name: subscription.label[locale] })
      : t("title");
  const traffic = (bytes: bigint, strategy: string) =>
    bytes === 0n
      ? t("unlimited")
      : t(`traffic.${strategy}`, { amount: formatBytes(bytes, locale) });

  if (!plan) {
    return (
      <Screen title={title}>
        {subscription && <BackButton to={`/miniapp/subscription/${subscription.id}`} />}
        <PendingOrder session={session} />
        {storefront.plans.length === 0 ? (
          <Empty title={t("empty.title")} text={t("empty.text")} />
        ) : (
          <Section title={t("choosePlan")}>
            {storefront.plans.map((candidate) => {
              const price = candidate.durations[0]?.prices[0];
              return (
                <RowLink
                  key={candidate.id}
                  href={link({ ...query, plan: candidate.id, duration: undefined })}
                  title={candidate.name[locale]}
                  detail={[
                    traffic(candidate.trafficLimitBytes, candidate.trafficStrategy),
                    ...(candidate.deviceLimit
                      ? [t("devices", { count: candidate.deviceLimit })]
                      : []),
                  ].join(" · ")}
                  aside={price && t("from", { price: formatMoney(price, locale) })}
                />
              );
            })}
          </Section>
        )}
        {subscription && <Note>{t(subscription.isTrial ? "trialNote" : "changeNote")}</Note>}
      </Screen>
    );
  }

  if (!duration) {
    return (
      <Screen title={plan.name[locale]}>
        <BackButton to={link({ sub: query.sub })} />
        {plan.description[locale] && (
          <p className="px-1 text-tg-hint">{plan.description[locale]}</p>
        )}
        <Section title={t("chooseDuration")}>
          {plan.durations.map((candidate) => (
            <RowLink
              key={candidate.id}
              href={link({ ...query, duration: candidate.id })}
              title={t("days", { days: candidate.days })}
              aside={candidate.prices.map((price) => formatMoney(price, locale)).join(" / ")}
            />
          ))}
        </Section>
      </Screen>
    );
  }

  const chosen = {
    planId: plan.id,
    durationId: duration.id,
    subscriptionId: subscription?.id ?? null,
    promoCode: promoOf(query),
    useCredit: query.credit === "1",
  };
  const asked = await askWays(session, chosen);
  const [way] = asked.ways;
  return (
    <Screen title={t("checkout")}>
      <BackButton to={link({ sub: query.sub, plan: query.plan })} />
      <Section>
        <Fact name={t("plan")} value={plan.name[locale]} />
        <Fact name={t("duration")} value={t("days", { days: duration.days })} />
        {subscription && <Fact name={t("for")} value={subscription.label[locale]} />}
        {way?.expiresAt && <Fact name={t("until")} value={formatDay(way.expiresAt, locale)} />}
      </Section>
      <Checkout
        offer={{
          ...chosen,
          kind: way?.kind ?? "new",
          promoCode: asked.promoRefused ? null : chosen.promoCode,
        }}
        asked={asked}
        path="/miniapp/purchase"
        query={{ ...query }}
        back={subscription ? `/miniapp/subscription/${subscription.id}` : "/miniapp"}
        withPromo
      />
    </Screen>
  );
}

/** Absent leaves it to the code entered earlier; an empty one is none. */
const promoOf = ({ promo }: Query): string | null | undefined =>
  promo === undefined ? undefined : promo.trim() || null;
