import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { ThemeProvider } from "@/components/layout/theme-provider";
import { pageNonce } from "@/server/core/nonce";

export default async function AuthLayout({ children }: { children: ReactNode }) {
  const { team } = await getMessages();
  return (
    <ThemeProvider nonce={await pageNonce()}>
      <NextIntlClientProvider messages={{ team }}>{children}</NextIntlClientProvider>
    </ThemeProvider>
  );
}
