import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/auth/auth-card";
import { SignInForm } from "@/components/auth/sign-in-form";
import { href } from "@/components/lib/href";
import { currentAdmin } from "@/server/auth/admin-session";
import { telegramSignIn } from "@/server/auth/telegram-sign-in";
import { env } from "@/server/core/env";
import { safeNext } from "@/server/rules/safe-next";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("team.signIn"))("title") };
}

type Props = { searchParams: Promise<{ next?: string | string[]; done?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const { next, done } = await searchParams;
  const wanted = typeof next === "string" ? next : null;
  if (await currentAdmin()) redirect(href(safeNext(wanted)));
  const t = await getTranslations("team.signIn");
  return (
    <AuthCard
      title={t("title")}
      subtitle={t("subtitle")}
      note={env().DEMO ? t("demoHint") : t("hint")}
    >
      <SignInForm
        next={wanted}
        telegram={await telegramSignIn()}
        news={done === "password" ? t("passwordSet") : null}
      />
    </AuthCard>
  );
}
