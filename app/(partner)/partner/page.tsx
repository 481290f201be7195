import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { LiveRefresh } from "@/components/miniapp/live-refresh";
import { PartnerArea } from "@/components/miniapp/partner-area";
import { PartnerLeave } from "@/components/miniapp/partner-leave";
import { Empty, Screen } from "@/components/miniapp/parts";
import { openPartnerArea } from "@/server/trpc/miniapp-page";
import { loadPartnerArea } from "@/server/trpc/partner-page";

type Search = Promise<{ after?: string | string[] }>;

/** What a partner earns and how they are paid, for whoever signed in here. */
export default async function PartnerPage({ searchParams }: { searchParams: Search }) {
  const session = await openPartnerArea();
  if (!session) return null;
  const { api } = session;
  const [t, { program, partner }] = await Promise.all([
    getTranslations("miniapp.partner"),
    api.partners.me(),
  ]);
  const leave = (
    <div className="mx-auto w-full max-w-lg pt-2">
      <PartnerLeave texts={{ act: t("leave"), failed: t("leaveFailed") }} />
    </div>
  );
  // A customer who is no partner becomes one in the Mini App.
  if (!partner && session.customer.scope === "cabinet") redirect("/miniapp/profile/partner");
  if (partner?.status !== "active" && partner?.status !== "suspended") {
    const state = partner?.status ?? "rejected";
    return (
      <Screen title={t("title")}>
        <Empty
          title={t(`state.${state}.title`)}
          text={partner?.decisionReason || t(`state.${state}.text`)}
        />
        <LiveRefresh active={state === "applied"} />
        {leave}
      </Screen>
    );
  }
  const { moving, ...data } = await loadPartnerArea(api, await searchParams);
  return (
    <Screen title={t("title")} wide>
      <LiveRefresh active={moving} />
      {partner.status === "suspended" && (
        <Empty
          title={t("state.suspended.title")}
          text={partner.decisionReason || t("state.suspended.text")}
        />
      )}
      <PartnerArea {...data} program={program} page="/partner" file="/api/miniapp/commissions" />
      {leave}
    </Screen>
  );
}
