"use client";

import { useLocale, useTranslations } from "next-intl";
import type { Locale } from "@/db/enums";
import { formatBytes } from "@/server/rules/format";
import { formatMoney, isCurrency, money } from "@/server/rules/money";

type Price = { currency: string; amount: string };

/** What the fields of a carried-over plan, add-on or role say, one text for each part that can change by itself. */
export function useConfigurationWords() {
  const t = useTranslations();
  const locale = useLocale() as Locale;
  const word = (key: string, text: string) => (t.has(key) ? t(key) : text);
  const price = ({ currency, amount }: Price) =>
    isCurrency(currency) ? formatMoney(money(BigInt(amount), currency), locale) : currency;

  return (field: string, text: string): string[] => {
    if (text === "" || text === "null") return [];
    if (text === "true" || text === "false") return [t(`common.${text === "true" ? "yes" : "no"}`)];
    switch (field) {
      case "trafficLimitBytes":
        return [text === "0" ? t("common.unlimited") : formatBytes(BigInt(text), locale)];
      case "quantity":
        return [text.length > 5 ? formatBytes(BigInt(text), locale) : text];
      case "trafficStrategy":
        return [word(`catalog.strategies.${text}`, text)];
      case "audience":
        return [word(`catalog.audiences.${text}`, text)];
      case "kind":
        return [word(`catalog.addons.kinds.${text}`, text)];
    }
    const value = structured(text);
    if (value === null) return [text];
    if (!Array.isArray(value)) return Object.values(value).filter(Boolean).map(String);
    return value.map((part: unknown) => {
      if (typeof part === "string") return word(`team.permissions.${part}`, part);
      if (isDuration(part)) {
        return `${t("common.days", { count: part.days })}: ${part.prices.map(price).join(", ")}`;
      }
      return isPrice(part) ? price(part) : JSON.stringify(part);
    });
  };
}

function structured(text: string): object | null {
  if (!/^[[{]/.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

const isPrice = (value: unknown): value is Price =>
  typeof value === "object" && value !== null && "currency" in value && "amount" in value;
const isDuration = (value: unknown): value is { days: number; prices: Price[] } =>
  typeof value === "object" && value !== null && "days" in value && "prices" in value;
