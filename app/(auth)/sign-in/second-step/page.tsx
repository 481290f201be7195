import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/auth/auth-card";
import { SecondStepForm } from "@/components/auth/second-step-form";
import { href } from "@/components/lib/href";
import { pendingFactors } from "@/server/auth/pending";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("team.secondStep"))("title") };
}

type Props = { searchParams: Promise<{ next?: string | string[] }> };

/** The second step of a sign-in; whoever did not take the first one begins there. */
export default async function SecondStepPage({ searchParams }: Props) {
  const { next } = await searchParams;
  const wanted = typeof next === "string" ? next : null;
  const factors = await pendingFactors();
  if (!factors) {
    redirect(href(`/sign-in${wanted ? `?next=${encodeURIComponent(wanted)}` : ""}`));
  }
  const t = await getTranslations("team.secondStep");
  return (
    <AuthCard title={t("title")} subtitle={t("subtitle")}>
      <SecondStepForm next={wanted} factors={factors} />
    </AuthCard>
  );
}
