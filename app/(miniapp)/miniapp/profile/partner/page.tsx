import { getTranslations } from "next-intl/server";
import { BackButton } from "@/components/miniapp/back-button";
import { JoinProgram } from "@/components/miniapp/join-program";
import { LiveRefresh } from "@/components/miniapp/live-refresh";
import { OnComputer } from "@/components/miniapp/on-computer";
import { PartnerArea } from "@/components/miniapp/partner-area";
import { Empty, Screen } from "@/components/miniapp/parts";
import { ProgramTerms } from "@/components/miniapp/program-terms";
import { env } from "@/server/core/env";
import { openMiniapp } from "@/server/trpc/miniapp-page";
import { loadPartnerArea } from "@/server/trpc/partner-page";

type Search = Promise<{ after?: string | string[] }>;

/** What a partner earns and how they are paid; for everybody else how to become one. */
export default async function PartnerPage({ searchParams }: { searchParams: Search }) {
  const session = await openMiniapp();
  if (!session) return null;
  const { api } = session;
  const [t, { program, partner, mayApply, whyNot }] = await Promise.all([
    getTranslations("miniapp.partner"),
    api.partners.me(),
  ]);
  const inside = partner && (partner.status === "active" || partner.status === "suspended");
  if (!inside) {
    return (
      <Screen title={t("title")}>
        <BackButton to="/miniapp/profile" />
        {partner && (
          <Empty
            title={t(`state.${partner.status}.title`)}
            text={partner.decisionReason || t(`state.${partner.status}.text`)}
          />
        )}
        {!partner && whyNot && <Empty title={t("title")} text={t(`whyNot.${whyNot}`)} />}
        <LiveRefresh active={partner?.status === "applied"} />
        {program.enabled && <ProgramTerms program={program} />}
        {mayApply && <JoinProgram automatic={program.joining === "automatic"} />}
      </Screen>
    );
  }
  const { APP_URL, PORT } = env();
  const { moving, ...data } = await loadPartnerArea(api, await searchParams);
  return (
    <Screen title={t("title")}>
      <BackButton to="/miniapp/profile" />
      <LiveRefresh active={moving} />
      {partner.status === "suspended" && (
        <Empty
          title={t("state.suspended.title")}
          text={partner.decisionReason || t("state.suspended.text")}
        />
      )}
      <PartnerArea {...data} program={program} page="/miniapp/profile/partner" />
      <OnComputer url={`${APP_URL ?? `http://localhost:${PORT}`}/partner`} />
    </Screen>
  );
}
