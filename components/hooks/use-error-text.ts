"use client";

import { TRPCClientError } from "@trpc/client";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { AppRouter } from "@/server/trpc/root";

/** Words for a failed request: the code's own text, else what the server said in general words. */
export function useErrorText(): (error: unknown) => string {
  const t = useTranslations("errors");
  return useCallback(
    (error) => {
      if (!(error instanceof TRPCClientError)) return t("internal_plain");
      const { data, message } = error as TRPCClientError<AppRouter>;
      if (!data) return t("network");
      const { code, details } = data.app;
      return t.has(code) ? t(code, details) : message;
    },
    [t],
  );
}
