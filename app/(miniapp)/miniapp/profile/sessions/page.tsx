import { getLocale, getTranslations } from "next-intl/server";
import { BackButton } from "@/components/miniapp/back-button";
import { Fact, Screen, Section } from "@/components/miniapp/parts";
import { RemovableList } from "@/components/miniapp/removable-list";
import { SessionEnd } from "@/components/miniapp/session-end";
import type { Locale } from "@/db/enums";
import { formatMoment } from "@/server/rules/format";
import { deviceWords } from "@/server/rules/user-agent";
import { openMiniapp } from "@/server/trpc/miniapp-page";

/** Where a person is signed in: each place can be ended, and this one be left. */
export default async function SessionsPage() {
  const session = await openMiniapp();
  if (!session) return null;
  const [t, locale, sessions] = await Promise.all([
    getTranslations("miniapp.profile.sessions"),
    getLocale() as Promise<Locale>,
    session.api.customer.sessions(),
  ]);
  const told = (one: (typeof sessions)[number]) => ({
    id: one.id,
    name: deviceWords(one.userAgent) || t("unknown"),
    detail: t("used", {
      how: t(one.scope === "partner" ? "partner" : one.openedBy),
      at: formatMoment(one.lastUsedAt ?? one.createdAt, locale),
    }),
    removable: true,
  });
  const here = sessions.find(({ current }) => current);
  const others = sessions.filter(({ current }) => !current).map(told);
  return (
    <Screen title={t("title")}>
      <BackButton to="/miniapp/profile" />
      {here && (
        <Section title={t("here")}>
          <Fact name={told(here).name} value={t(here.openedBy)} />
        </Section>
      )}
      {others.length > 0 && (
        <Section title={t("elsewhere")}>
          <RemovableList
            kind="session"
            items={others}
            texts={{
              remove: t("end"),
              title: t("endTitle"),
              text: t("endText"),
              yes: t("end"),
              no: t("keep"),
              failed: t("failed"),
            }}
          />
        </Section>
      )}
      {others.length > 0 && (
        <SessionEnd
          what={null}
          texts={{
            act: t("others"),
            title: t("othersTitle"),
            text: t("othersText"),
            no: t("keep"),
            failed: t("failed"),
          }}
        />
      )}
      {/* Telegram would sign in again at once. */}
      {here?.openedBy === "email" && (
        <SessionEnd
          what={here.id}
          texts={{
            act: t("signOut"),
            title: t("signOutTitle"),
            text: t("signOutText"),
            no: t("keep"),
            failed: t("failed"),
          }}
        />
      )}
    </Screen>
  );
}
