import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChatApp } from "@/components/demo/chat-app";
import { ServiceAbsent } from "@/components/demo/service-absent";
import { DemoBanner } from "@/components/layout/demo-banner";
import { env } from "@/server/core/env";
import { world } from "../world";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("demo.chat");
  return { title: t("title") };
}

export default async function ChatPage({
  searchParams,
}: {
  searchParams: Promise<{ person?: string }>;
}) {
  const { telegram } = world();
  if (!telegram) {
    const t = await getTranslations("demo.chat");
    return <ServiceAbsent title={t("absent")} hint={t("absentHint")} />;
  }
  const { person } = await searchParams;
  return (
    <div className="flex h-dvh flex-col">
      <DemoBanner />
      <ChatApp initialPerson={Number(person) || null} appUrl={env().APP_URL ?? ""} />
    </div>
  );
}
