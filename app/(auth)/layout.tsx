import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { ThemeProvider } from "@/components/layout/theme-provider";

export default async function AuthLayout({ children }: { children: ReactNode }) {
  const { team } = await getMessages();
  return (
    <ThemeProvider>
      <NextIntlClientProvider messages={{ team }}>{children}</NextIntlClientProvider>
    </ThemeProvider>
  );
}
