import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SignInForm } from "@/components/auth/sign-in-form";
import { Logo } from "@/components/layout/logo";
import { currentAdmin } from "@/server/auth/admin-session";
import { env } from "@/server/core/env";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("team.signIn"))("title") };
}

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  if (await currentAdmin()) redirect("/admin" as Route);
  const t = await getTranslations("team.signIn");
  const { next } = await searchParams;
  return (
    <main className="relative flex min-h-dvh items-center justify-center overflow-hidden p-4">
      <div
        aria-hidden
        className="absolute inset-0 -z-10 bg-[radial-gradient(60rem_30rem_at_50%_-10%,color-mix(in_oklch,var(--primary)_16%,transparent),transparent)]"
      />
      <div className="w-full max-w-sm">
        <div className="mb-6 flex flex-col items-center gap-3 text-center">
          <Logo className="size-10 text-primary" />
          <div>
            <h1 className="text-xl font-semibold tracking-tight">{t("title")}</h1>
            <p className="mt-1 text-[13px] text-muted-foreground">{t("subtitle")}</p>
          </div>
        </div>
        <div className="rounded-xl border bg-card p-5 shadow-xs">
          <SignInForm next={typeof next === "string" ? next : null} />
        </div>
        <p className="mt-4 text-center text-xs text-muted-foreground">
          {env().DEMO ? t("demoHint") : t("hint")}
        </p>
      </div>
    </main>
  );
}
