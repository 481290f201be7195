import { getTranslations } from "next-intl/server";
import { LiveRefresh } from "@/components/miniapp/live-refresh";
import { Empty, MainLink, QuietLink, Screen } from "@/components/miniapp/parts";
import { SubscriptionCard } from "@/components/miniapp/subscription-card";
import { openMiniapp } from "@/server/trpc/miniapp-page";

export default async function HomePage() {
  const session = await openMiniapp();
  if (!session) return null;
  const [subscriptions, t] = await Promise.all([
    session.api.subscriptions.list(),
    getTranslations("miniapp.home"),
  ]);
  const [first] = subscriptions;
  const connectable = subscriptions.find((s) => s.url !== null && s.status !== "expired");
  return (
    <Screen title={t("title", { name: session.customer.firstName || t("friend") })}>
      <LiveRefresh active={subscriptions.some((s) => s.preparing)} />
      {!first && (
        <Empty title={t("empty.title")} text={t("empty.text")}>
          <MainLink href="/miniapp/purchase">{t("buy")}</MainLink>
        </Empty>
      )}
      {subscriptions.map((subscription) => (
        <SubscriptionCard key={subscription.id} subscription={subscription} />
      ))}
      {first && (
        <div className="mt-1 flex flex-col gap-2">
          {connectable ? (
            <MainLink href={`/miniapp/subscription/${connectable.id}?connect=1`}>
              {t("connect")}
            </MainLink>
          ) : first.canRenew ? (
            <MainLink href={`/miniapp/purchase?sub=${first.id}`}>{t("renew")}</MainLink>
          ) : null}
          <QuietLink href="/miniapp/purchase">{t("buyMore")}</QuietLink>
        </div>
      )}
    </Screen>
  );
}
