"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useMay } from "@/components/layout/may";
import { useTRPC } from "@/components/lib/trpc";
import type { Locale } from "@/db/enums";
import { formatMoney, isCurrency } from "@/server/rules/money";
import type { Run } from "./run";

/** What a run was begun with, in words. */
export function useBulkInputs({ input }: Run): { label: string; value: string }[] {
  const t = useTranslations("bulk.inputs");
  const format = useFormatter();
  const locale = useLocale() as Locale;
  const trpc = useTRPC();
  const may = useMay();
  const plans = useQuery({
    ...trpc.admin.catalog.list.queryOptions({ archived: true }),
    enabled: "planId" in input && may("catalog.read"),
  });
  const words = (name: string, value: unknown): string => {
    const text = String(value);
    switch (name) {
      case "planId":
        return plans.data?.find(({ id }) => id === text)?.name[locale] ?? text;
      case "until":
        return format.dateTime(new Date(text), { dateStyle: "medium", timeStyle: "short" });
      case "amount": {
        const currency = String(input.currency);
        return isCurrency(currency)
          ? formatMoney({ amount: BigInt(text), currency }, locale)
          : text;
      }
      default:
        return text;
    }
  };
  return Object.entries(input)
    .filter(([name, value]) => value !== "" && !["currency", "runId"].includes(name))
    .map(([name, value]) => ({
      label: t.has(name) ? t(name as "days") : name,
      value: words(name, value),
    }));
}
