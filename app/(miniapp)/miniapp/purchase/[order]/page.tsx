import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { BackButton } from "@/components/miniapp/back-button";
import { Invoice } from "@/components/miniapp/invoice";
import { LiveRefresh } from "@/components/miniapp/live-refresh";
import { OrderActions } from "@/components/miniapp/order-actions";
import { MainLink, QuietLink, Screen } from "@/components/miniapp/parts";
import { ResultIcon } from "@/components/miniapp/result-icon";
import { foundOrNull, openMiniapp } from "@/server/trpc/miniapp-page";

type Props = { params: Promise<{ order: string }> };

/** States that end by themselves: the page looks again until they do. */
const MOVING = ["awaiting_payment", "checking", "preparing"];

export default async function OrderPage({ params }: Props) {
  const session = await openMiniapp();
  if (!session) return null;
  const { order: orderId } = await params;
  const progress = await foundOrNull(session.api.orders.progress({ orderId }));
  if (!progress) notFound();
  const t = await getTranslations("miniapp.order");
  const { status, subscriptionId } = progress;
  const isTopup = progress.lines[0]?.code === "topup";
  const text =
    isTopup && status === "ready"
      ? t("topup.text")
      : isTopup && status === "awaiting_payment"
        ? t("topup.awaiting")
        : t(`state.${status}.text`);
  return (
    <Screen title={t("title", { number: String(progress.number) })}>
      <BackButton to="/miniapp" />
      <LiveRefresh active={MOVING.includes(status)} />
      <div
        role="status"
        className="flex flex-col items-center gap-2 rounded-2xl bg-tg-section px-6 py-10 text-center"
      >
        <ResultIcon status={status} />
        <p className="mt-2 text-[17px] font-semibold">{t(`state.${status}.title`)}</p>
        <p className="text-tg-hint">{text}</p>
      </div>
      {status === "awaiting_payment" && (
        <OrderActions
          orderId={orderId}
          payUrl={progress.payment?.payUrl ?? null}
          texts={{
            pay: t("pay"),
            check: t("check"),
            cancel: t("cancel"),
            failed: t("failed"),
          }}
        />
      )}
      {status === "ready" && subscriptionId && (
        <MainLink href={`/miniapp/subscription/${subscriptionId}?connect=1`}>
          {t("connect")}
        </MainLink>
      )}
      {(status === "expired" || status === "cancelled") && (
        <MainLink href="/miniapp/purchase">{t("again")}</MainLink>
      )}
      {status === "held" && <QuietLink href="/miniapp/help">{t("help")}</QuietLink>}
      {status === "ready" && isTopup && (
        <MainLink href="/miniapp/profile/balance">{t("topup.open")}</MainLink>
      )}
      <Invoice order={progress} />
      <QuietLink href="/miniapp">{t("home")}</QuietLink>
    </Screen>
  );
}
