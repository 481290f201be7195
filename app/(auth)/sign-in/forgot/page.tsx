import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/auth/auth-card";
import { AuthLink } from "@/components/auth/auth-link";
import { ForgotForm } from "@/components/auth/forgot-form";
import { canSendEmail } from "@/server/auth/can-send-email";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("team.forgot"))("title") };
}

export default async function ForgotPage() {
  const t = await getTranslations("team.forgot");
  return (
    <AuthCard title={t("title")} subtitle={t("subtitle")}>
      {(await canSendEmail()) ? (
        <ForgotForm />
      ) : (
        <div className="flex flex-col gap-3 text-center">
          <p className="text-sm">{t("noEmail")}</p>
          <AuthLink to="/sign-in">{t("back")}</AuthLink>
        </div>
      )}
    </AuthCard>
  );
}
