"use client";

import { useTranslations } from "next-intl";
import type { SetupTest, SetupTestId } from "@/server/domains/settings/schemas";

/** What a test of the setup says: each connection has words of its own already, for where it is set up. */
export function useTestWords(): (id: SetupTestId, result: SetupTest) => string {
  const t = useTranslations("settings.setupTest");
  const bot = useTranslations("settings.test.bot");
  const panel = useTranslations("remnawave.diagnosis.codes");
  return (id, { code, details }) => {
    if (id === "bot") return bot(code, details);
    if (id === "panel" && code !== "ok") return panel(code, details);
    return t(`${id}.${code}`, details);
  };
}
