"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

/** What a way to pay is called where its settings are; its id where it is not of ours. */
export function useGatewayName(): (id: string) => string {
  const t = useTranslations("settings.groups");
  return useCallback((id) => (t.has(`gateway_${id}.title`) ? t(`gateway_${id}.title`) : id), [t]);
}
