import type { Metadata, Viewport } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import "@/app/(miniapp)/miniapp/miniapp.css";
import { DemoBanner } from "@/components/layout/demo-banner";
import { PartnerSignIn } from "@/components/miniapp/partner-sign-in";
import { partnerSignInTexts } from "@/components/miniapp/sign-in-texts";
import { ThemeScript } from "@/components/miniapp/theme-script";
import { botUsername } from "@/server/auth/bot-username";
import { canSendEmail } from "@/server/auth/can-send-email";
import { telegramSignIn } from "@/server/auth/telegram-sign-in";
import { env } from "@/server/core/env";
import { pageNonce } from "@/server/core/nonce";
import { openPartnerArea } from "@/server/trpc/miniapp-page";

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("miniapp.partner");
  return { title: t("title"), robots: { index: false } };
}

/** The partners' own area: a door, and what is behind it. */
export default async function PartnerLayout({ children }: { children: ReactNode }) {
  const [session, byEmail, telegram] = await Promise.all([
    openPartnerArea(),
    canSendEmail(),
    telegramSignIn(),
  ]);
  return (
    <div className="miniapp">
      <ThemeScript nonce={await pageNonce()} />
      {env().DEMO && <DemoBanner />}
      {session && children}
      {!session && (
        <PartnerSignIn
          texts={await partnerSignInTexts(await botUsername())}
          byEmail={byEmail}
          telegram={telegram}
          demoLogin={env().DEMO ? "/demo/login" : null}
        />
      )}
    </div>
  );
}
