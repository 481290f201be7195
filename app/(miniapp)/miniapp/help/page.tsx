import { getTranslations } from "next-intl/server";
import { Screen, Section } from "@/components/miniapp/parts";
import { SupportLink } from "@/components/miniapp/support-link";
import { openMiniapp } from "@/server/trpc/miniapp-page";

const QUESTIONS = ["connect", "slow", "devices", "renew", "paid", "link", "refund"] as const;

export default async function HelpPage() {
  const session = await openMiniapp();
  if (!session) return null;
  const [t, { supportContact }] = await Promise.all([
    getTranslations("miniapp.help"),
    session.api.customer.contacts(),
  ]);
  return (
    <Screen title={t("title")}>
      <Section title={t("questions")}>
        {QUESTIONS.map((question) => (
          <details key={question} className="group border-b border-tg-line last:border-b-0">
            <summary className="flex min-h-13 cursor-pointer items-center px-4 py-2 font-medium marker:content-none">
              {t(`${question}.question`)}
            </summary>
            <p className="px-4 pb-4 text-tg-hint">{t(`${question}.answer`)}</p>
          </details>
        ))}
      </Section>
      <Section title={t("contact")}>
        {supportContact ? (
          <SupportLink contact={supportContact} label={t("write")} />
        ) : (
          <p className="px-4 py-4 text-tg-hint">{t("noContact")}</p>
        )}
      </Section>
    </Screen>
  );
}
