import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { OpenApp } from "@/components/connect/open-app";
import { isClientApp } from "@/server/rules/install-guides";

/**
 * Telegram opens only web addresses, client apps have schemes of their own: this page leads from one to the
 * other. The subscription's address comes in the fragment, which no server and no log ever sees.
 */
export default async function OpenAppPage({ params }: { params: Promise<{ app: string }> }) {
  const { app } = await params;
  if (!isClientApp(app)) notFound();
  const t = await getTranslations("open");
  return (
    <OpenApp
      app={app}
      texts={{
        opening: t("opening"),
        again: t("again"),
        copy: t("copy"),
        copied: t("copied"),
        missing: t("missing"),
      }}
    />
  );
}
