import { getTranslations } from "next-intl/server";
import { MainLink, Note, Screen } from "@/components/miniapp/parts";

export default async function MiniappNotFound() {
  const [t, order] = await Promise.all([
    getTranslations("layout.notFound"),
    getTranslations("miniapp.order"),
  ]);
  return (
    <Screen title={t("title")}>
      <Note>{t("hint")}</Note>
      <MainLink href="/miniapp">{order("home")}</MainLink>
    </Screen>
  );
}
