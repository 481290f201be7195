import type { Metadata, Viewport } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { DemoBanner } from "@/components/layout/demo-banner";
import { BuyIcon, HelpIcon, HomeIcon, ProfileIcon, ServersIcon } from "@/components/miniapp/icons";
import { SessionKeeper } from "@/components/miniapp/session-keeper";
import { emailSignInTexts } from "@/components/miniapp/sign-in-texts";
import { TabBar } from "@/components/miniapp/tab-bar";
import { ThemeScript } from "@/components/miniapp/theme-script";
import { ViewBanner } from "@/components/miniapp/view-banner";
import { botUsername } from "@/server/auth/bot-username";
import { canSendEmail } from "@/server/auth/can-send-email";
import { env } from "@/server/core/env";
import { pageNonce } from "@/server/core/nonce";
import { browserLocale } from "@/server/i18n/browser-locale";
import { openMiniapp } from "@/server/trpc/miniapp-page";
import "./miniapp.css";

export const viewport: Viewport = { width: "device-width", initialScale: 1, viewportFit: "cover" };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("miniapp");
  return { title: t("title") };
}

export default async function MiniappLayout({ children }: { children: ReactNode }) {
  const [session, t] = await Promise.all([openMiniapp(), getTranslations("miniapp")]);
  return (
    <div className="miniapp">
      <ThemeScript nonce={await pageNonce()} />
      {env().DEMO && <DemoBanner />}
      {session?.customer.viewer && (
        <ViewBanner customer={session.customer} locale={await browserLocale()} />
      )}
      <SessionKeeper
        signedIn={session !== null}
        byEmail={
          session || !(await canSendEmail()) ? null : await emailSignInTexts(await botUsername())
        }
        texts={{
          connecting: t("session.connecting"),
          failed: t("session.failed"),
          expired: t("session.expired"),
          retry: t("session.retry"),
          outside: t(env().DEMO ? "session.outsideDemo" : "session.outside"),
        }}
      />
      {session && (
        <>
          {children}
          <TabBar
            label={t("nav.label")}
            tabs={[
              { href: "/miniapp", label: t("nav.home"), icon: <HomeIcon /> },
              { href: "/miniapp/servers", label: t("nav.servers"), icon: <ServersIcon /> },
              { href: "/miniapp/purchase", label: t("nav.purchase"), icon: <BuyIcon /> },
              { href: "/miniapp/profile", label: t("nav.profile"), icon: <ProfileIcon /> },
              { href: "/miniapp/help", label: t("nav.help"), icon: <HelpIcon /> },
            ]}
          />
        </>
      )}
    </div>
  );
}
