"use client";

import { useLocale, useTranslations } from "next-intl";
import { useGatewayName } from "@/components/hooks/use-gateway-name";
import type { Locale } from "@/db/enums";
import { formatMoney, isCurrency, money } from "@/server/rules/money";
import type { TimelineItem } from "./timeline-entry";

type Text = { title: string; details?: string; words?: string };

/** A timeline brings so many characters of a text. */
const WHOLE = 500;
const cut = (text: string): string => (text.length < WHOLE ? text : `${text.trimEnd()}…`);

/** Words for what happened; a code nobody has words for yet is shown as it is. */
export function useTimelineText(item: TimelineItem): Text {
  const t = useTranslations("customers.events");
  const status = useTranslations("common.status");
  const actions = useTranslations("audit.actions");
  const credit = useTranslations("customers.creditHistory.kinds");
  const locale = useLocale() as Locale;
  const gatewayName = useGatewayName();
  const { code, details } = item;

  const say = (name: string) => String(details[name] ?? "");
  const amount = () => {
    const currency = say("currency");
    return isCurrency(currency) && details.amount !== null
      ? formatMoney(money(BigInt(details.amount ?? 0), currency), locale)
      : "";
  };
  const word = (
    has: { has(key: string): boolean; (key: string): string },
    key: string,
    otherwise = code,
  ) => (has.has(key) ? has(key) : otherwise);

  switch (item.kind) {
    case "account":
      return { title: t("joined"), details: word(t, `sources.${say("source")}`, say("source")) };
    case "order":
      return { title: t(`order.${code}`, { number: say("number") }), details: amount() };
    case "payment":
      return {
        title: t("payment", { status: word(status, `payment.${code}`) }),
        details: [amount(), say("gateway") && gatewayName(say("gateway"))]
          .filter(Boolean)
          .join(" · "),
      };
    case "refund":
      return {
        title: t("refund", { status: word(status, `refund.${code}`) }),
        details: amount(),
        words: say("reason"),
      };
    case "credit":
      return {
        title: credit.has(code.replaceAll(".", "_"))
          ? credit(code.replaceAll(".", "_"))
          : credit("other"),
        details: amount(),
      };
    case "status":
      return {
        title: t("status", { status: word(status, `subscription.${code}`) }),
        details: t.has(`whys.${say("why")}`) ? t(`whys.${say("why")}`) : say("why"),
      };
    case "panel":
      return {
        title: word(t, `panel.${code.replaceAll(".", "_")}`),
        details: [say("username"), say("threshold") && `${say("threshold")} %`]
          .filter(Boolean)
          .join(" · "),
      };
    case "device":
      return {
        title: t("device"),
        details: [say("model"), say("platform")].filter(Boolean).join(" · "),
      };
    case "message":
      return {
        title: word(t, `types.${code}`),
        details: status(`notification.${say("status")}`),
        words: cut(say("text")),
      };
    case "note":
      return { title: t("note"), words: cut(say("text")) };
    case "audit":
      return {
        title: word(actions, code.replaceAll(".", "_")),
        details: say("actor") === "customer" ? t("byCustomer") : undefined,
      };
    case "promo":
      return {
        title: t("promo", { code: say("code") }),
        details: word(status, `redemption.${code}`),
      };
    case "referral": {
      const reward = code.startsWith("reward_") ? code.slice("reward_".length) : null;
      return reward
        ? {
            title: t("referral.reward", { status: status(`reward.${reward}`) }),
            details:
              Number(details.days) > 0 ? t("days", { count: Number(details.days) }) : amount(),
          }
        : { title: t(`referral.${code}`), details: say("code") };
    }
  }
}
