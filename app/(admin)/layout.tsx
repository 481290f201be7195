import type { Metadata } from "next";
import { cookies } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getMessages, getNow } from "next-intl/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { KeepSignedIn } from "@/components/auth/keep-signed-in";
import { SessionOverDialog } from "@/components/auth/session-over-dialog";
import { AdminShell } from "@/components/layout/admin-shell";
import { ApiProvider } from "@/components/layout/api-provider";
import { ConfirmIdentityDialog } from "@/components/layout/confirm-identity-dialog";
import { SIDEBAR_COOKIE } from "@/components/layout/cookies";
import { MayProvider } from "@/components/layout/may";
import { Realtime } from "@/components/layout/realtime";
import { ThemeProvider } from "@/components/layout/theme-provider";
import { TimeZoneKeeper } from "@/components/layout/time-zone";
import { Toaster } from "@/components/ui/sonner";
import { TooltipProvider } from "@/components/ui/tooltip";
import { env } from "@/server/core/env";
import { pageNonce } from "@/server/core/nonce";
import { realtimeClientConfig } from "@/server/core/realtime-config";
import { ADMIN_NAMESPACES } from "@/server/i18n/messages";
import { HydrateOne, requireAdmin, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: { default: "Rezeis", template: "%s · Rezeis" } };

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { name, email, permissions } = await requireAdmin();
  const [messages, now, jar] = await Promise.all([getMessages(), getNow(), cookies()]);
  const texts = Object.fromEntries(
    ADMIN_NAMESPACES.map((namespace) => [namespace, messages[namespace as keyof typeof messages]]),
  );
  return (
    <ThemeProvider nonce={await pageNonce()}>
      <NextIntlClientProvider messages={texts} now={now}>
        <NuqsAdapter>
          <ApiProvider>
            <MayProvider permissions={permissions}>
              <TooltipProvider delayDuration={300}>
                <HydrateOne options={trpc.admin.monitoring.alerts.queryOptions()}>
                  <AdminShell
                    admin={{ name, email, permissions }}
                    collapsed={jar.get(SIDEBAR_COOKIE)?.value === "closed"}
                    demo={env().DEMO}
                  >
                    {children}
                  </AdminShell>
                </HydrateOne>
                <KeepSignedIn />
                <Realtime config={realtimeClientConfig()} />
                <ConfirmIdentityDialog />
                <SessionOverDialog />
                <Toaster />
                <TimeZoneKeeper />
              </TooltipProvider>
            </MayProvider>
          </ApiProvider>
        </NuqsAdapter>
      </NextIntlClientProvider>
    </ThemeProvider>
  );
}
