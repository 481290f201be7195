import type { Metadata } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getMessages, getNow, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ThemeProvider } from "@/components/layout/theme-provider";
import { TimeZoneKeeper } from "@/components/layout/time-zone";
import { world } from "./world";
import "./demo.css";
import { pageNonce } from "@/server/core/nonce";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("demo");
  return { title: t("title") };
}

export default async function DemoLayout({ children }: { children: ReactNode }) {
  world();
  const [{ demo }, now] = await Promise.all([getMessages(), getNow()]);
  return (
    <ThemeProvider nonce={await pageNonce()}>
      <NextIntlClientProvider messages={{ demo }} now={now}>
        {children}
        <TimeZoneKeeper />
      </NextIntlClientProvider>
    </ThemeProvider>
  );
}
