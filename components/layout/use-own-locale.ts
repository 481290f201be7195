"use client";

import { useRouter } from "next/navigation";
import { useLocale } from "next-intl";
import { useAction } from "@/components/hooks/use-action";
import { useTRPC } from "@/components/lib/trpc";
import type { Locale } from "@/db/enums";
import { rememberLocale } from "./locale";

/** The language the dashboard speaks: here at once, elsewhere from the next sign-in on. */
export function useOwnLocale() {
  const router = useRouter();
  const trpc = useTRPC();
  const locale = useLocale();
  const save = useAction(trpc.admin.team.setOwnLocale.mutationOptions());
  const chooseLocale = (value: string) => {
    rememberLocale(value as Locale);
    save.mutate({ locale: value as Locale });
    router.refresh();
  };
  return { locale, chooseLocale };
}
