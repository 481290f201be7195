import { getTranslations } from "next-intl/server";
import { LiveRefresh } from "@/components/miniapp/live-refresh";
import { Empty, MainLink, QuietLink, Screen } from "@/components/miniapp/parts";
import { PendingOrder } from "@/components/miniapp/pending-order";
import { SubscriptionCard } from "@/components/miniapp/subscription-card";
import { TrialCard } from "@/components/miniapp/trial-card";
import { openMiniapp } from "@/server/trpc/miniapp-page";

export default async function HomePage() {
  const session = await openMiniapp();
  if (!session) return null;
  const [subscriptions, trial, t] = await Promise.all([
    session.api.subscriptions.list(),
    session.api.trials.offer(),
    getTranslations("miniapp.home"),
  ]);
  const [first] = subscriptions;
  const connectable = subscriptions.find((s) => s.url !== null && s.status !== "expired");
  // Whoever only tries is to go on with the same link, not to buy another one beside it.
  const trying =
    first && subscriptions.every((s) => s.isTrial)
      ? subscriptions.findLast((s) => s.canUpgrade)
      : undefined;
  const connect = connectable && `/miniapp/subscription/${connectable.id}?connect=1`;
  return (
    <Screen title={t("title", { name: session.customer.firstName || t("friend") })}>
      <LiveRefresh active={subscriptions.some((s) => s.preparing)} />
      <PendingOrder session={session} />
      {trial && <TrialCard offer={trial} />}
      {!first &&
        (trial ? (
          <QuietLink href="/miniapp/purchase">{t("buy")}</QuietLink>
        ) : (
          <Empty title={t("empty.title")} text={t("empty.text")}>
            <MainLink href="/miniapp/purchase">{t("buy")}</MainLink>
          </Empty>
        ))}
      {subscriptions.map((subscription) => (
        <SubscriptionCard key={subscription.id} subscription={subscription} />
      ))}
      {trying && (
        <div className="mt-1 flex flex-col gap-2">
          <MainLink href={`/miniapp/purchase?sub=${trying.id}`}>{t("buy")}</MainLink>
          {connect && <QuietLink href={connect}>{t("connect")}</QuietLink>}
        </div>
      )}
      {first && !trying && (
        <div className="mt-1 flex flex-col gap-2">
          {connect ? (
            <MainLink href={connect}>{t("connect")}</MainLink>
          ) : first.canRenew ? (
            <MainLink href={`/miniapp/purchase?sub=${first.id}`}>{t("renew")}</MainLink>
          ) : null}
          <QuietLink href="/miniapp/purchase">{t("buyMore")}</QuietLink>
        </div>
      )}
    </Screen>
  );
}
