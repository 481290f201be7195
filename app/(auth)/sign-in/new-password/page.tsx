import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/auth/auth-card";
import { NewPasswordForm } from "@/components/auth/new-password-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("team.newPassword"))("title") };
}

export default async function NewPasswordPage() {
  const t = await getTranslations("team.newPassword");
  return (
    <AuthCard title={t("title")} subtitle={t("subtitle")}>
      <NewPasswordForm />
    </AuthCard>
  );
}
