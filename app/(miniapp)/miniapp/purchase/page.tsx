import { getLocale, getTranslations } from "next-intl/server";
import { BackButton } from "@/components/miniapp/back-button";
import { Empty, Fact, MainLink, Note, RowLink, Screen, Section } from "@/components/miniapp/parts";
import { PayButtons } from "@/components/miniapp/pay-buttons";
import type { Locale } from "@/db/enums";
import { formatBytes, formatDay } from "@/server/rules/format";
import { formatMoney } from "@/server/rules/money";
import { answerOrRefusal, openMiniapp, purchaseChoice } from "@/server/trpc/miniapp-page";

type Query = { sub?: string; plan?: string; duration?: string };
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
  const [t, locale, choice, open] = await Promise.all([
    getTranslations("miniapp.purchase"),
    getLocale() as Promise<Locale>,
    purchaseChoice(session, query),
    session.api.orders.open(),
  ]);
  const { storefront, subscription, plan, duration } = choice;
  const title = subscription ? t("titleFor", { name: subscription.label[locale] }) : t("title");
  const traffic = (bytes: bigint, strategy: string) =>
    bytes === 0n
      ? t("unlimited")
      : t(`traffic.${strategy}`, { amount: formatBytes(bytes, locale) });

  if (!plan) {
    return (
      <Screen title={title}>
        {subscription && <BackButton to={`/miniapp/subscription/${subscription.id}`} />}
        {open && (
          <Section title={t("unfinished")}>
            <RowLink
              href={`/miniapp/purchase/${open.orderId}`}
              title={t("order", { number: String(open.number) })}
              detail={t("continue")}
            />
          </Section>
        )}
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
        {subscription && <Note>{t("changeNote")}</Note>}
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

  const asked = await answerOrRefusal(
    session.api.orders.ways({
      planId: plan.id,
      durationId: duration.id,
      subscriptionId: subscription?.id ?? null,
    }),
  );
  if ("refused" in asked) {
    const reason = `refused.reasons.${asked.refused}`;
    return (
      <Screen title={title}>
        <BackButton to={link({ ...query, duration: undefined })} />
        <Empty
          title={t("refused.title")}
          text={t.has(reason) ? t(reason) : t("refused.reasons.other")}
        >
          <MainLink href={subscription ? `/miniapp/subscription/${subscription.id}` : "/miniapp"}>
            {t("refused.back")}
          </MainLink>
        </Empty>
      </Screen>
    );
  }
  const ways = asked.answer;
  const [way] = ways;
  if (!way) {
    return (
      <Screen title={title}>
        <BackButton to={link({ ...query, duration: undefined })} />
        <Empty title={t("noWays.title")} text={t("noWays.text")} />
      </Screen>
    );
  }
  return (
    <Screen title={t("checkout")}>
      <BackButton to={link({ ...query, duration: undefined })} />
      <Section>
        <Fact name={t("plan")} value={plan.name[locale]} />
        <Fact name={t("duration")} value={t("days", { days: duration.days })} />
        {subscription && <Fact name={t("for")} value={subscription.label[locale]} />}
        {way.expiresAt && <Fact name={t("until")} value={formatDay(way.expiresAt, locale)} />}
      </Section>
      <PayButtons
        order={{
          kind: way.kind,
          planId: plan.id,
          durationId: duration.id,
          subscriptionId: subscription?.id ?? null,
        }}
        ways={ways.map((candidate) => ({
          gateway: candidate.gateway,
          label: candidate.label[locale],
          lines: candidate.lines.map((line) => ({
            name: t(`line.${line.code}`),
            amount: formatMoney(line.amount, locale),
          })),
          total: formatMoney(candidate.total, locale),
        }))}
        texts={{
          method: t("method"),
          total: t("total"),
          pay: t.raw("pay") as string,
          free: t("free"),
          failed: t("failed"),
        }}
      />
    </Screen>
  );
}
