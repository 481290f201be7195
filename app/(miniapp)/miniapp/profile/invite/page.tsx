import { getLocale, getTranslations } from "next-intl/server";
import { BackButton } from "@/components/miniapp/back-button";
import { Invitation } from "@/components/miniapp/invitation";
import { Empty, Fact, MainLink, Note, Screen, Section } from "@/components/miniapp/parts";
import type { Locale } from "@/db/enums";
import { env } from "@/server/core/env";
import { formatDay } from "@/server/rules/format";
import { formatMoney } from "@/server/rules/money";
import { openMiniapp } from "@/server/trpc/miniapp-page";

/** A person's own link, what it is worth to both sides, and what it has brought so far. */
export default async function InvitePage() {
  const session = await openMiniapp();
  if (!session) return null;
  const { api } = session;
  const [
    t,
    locale,
    { invitation, onTrialOnly, terms, friends, totals },
    { botUsername },
    subscriptions,
  ] = await Promise.all([
    getTranslations("miniapp.invite"),
    getLocale() as Promise<Locale>,
    api.referrals.overview(),
    api.customer.contacts(),
    api.subscriptions.list(),
  ]);
  // Without a bot a link leads to this app.
  const site = env().APP_URL ?? `http://localhost:${env().PORT}`;
  const trying = subscriptions.find(({ canUpgrade }) => canUpgrade);
  const { refereePercent, freeDays, renewalPercent } = terms;
  const rules = [
    ...(refereePercent > 0
      ? [
          t(terms.firstMonthOnly ? "terms.friendMonth" : "terms.friend", {
            percent: refereePercent,
          }),
        ]
      : []),
    ...(freeDays > 0 ? [t("terms.days", { days: freeDays })] : []),
    ...(renewalPercent > 0 ? [t("terms.renewals", { percent: renewalPercent })] : []),
  ];
  return (
    <Screen title={t("title")}>
      <BackButton to="/miniapp/profile" />
      {invitation ? (
        <Invitation
          code={invitation.code}
          link={
            botUsername
              ? `https://t.me/${botUsername}?start=${invitation.payload}`
              : `${site}/r/${invitation.code}`
          }
        />
      ) : onTrialOnly ? (
        <Empty title={t("later.title")} text={t("later.text")}>
          <MainLink href={trying ? `/miniapp/purchase?sub=${trying.id}` : "/miniapp/purchase"}>
            {t("later.choose")}
          </MainLink>
        </Empty>
      ) : (
        <Empty title={t("off.title")} text={t("off.text")} />
      )}
      <Section title={t("terms.title")}>
        <ul className="flex list-disc flex-col gap-1.5 py-3.5 pr-4 pl-9 marker:text-tg-hint">
          {(rules.length > 0 ? rules : [t("terms.none")]).map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </Section>
      <Section title={t("rewards.title")}>
        <Fact name={t("rewards.invited")} value={String(totals.invited)} />
        <Fact name={t("rewards.bought")} value={String(totals.bought)} />
        <Fact name={t("rewards.days")} value={String(totals.freeDays)} />
        {totals.pendingDays > 0 && (
          <Fact name={t("rewards.pending")} value={String(totals.pendingDays)} />
        )}
        {totals.credit.map((sum) => (
          <Fact key={sum.currency} name={t("rewards.credit")} value={formatMoney(sum, locale)} />
        ))}
      </Section>
      {totals.pendingDays > 0 && <Note>{t("rewards.pendingNote")}</Note>}
      <Section title={t("friends.title")}>
        {friends.length === 0 ? (
          <p className="px-4 py-4 text-tg-hint">{t("friends.none")}</p>
        ) : (
          friends.map((friend) => (
            <Fact
              key={`${friend.name} ${friend.since.toISOString()}`}
              name={
                <>
                  <span className="block font-medium text-tg-text">{friend.name || "—"}</span>
                  <span className="text-[13px]">
                    {t("friends.since", { date: formatDay(friend.since, locale) })}
                  </span>
                </>
              }
              value={t(friend.bought ? "friends.bought" : "friends.waiting")}
            />
          ))
        )}
      </Section>
      {totals.invited > friends.length && (
        <Note>{t("friends.more", { count: friends.length })}</Note>
      )}
    </Screen>
  );
}
