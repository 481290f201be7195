import { getLocale, getTranslations } from "next-intl/server";
import type { Locale } from "@/db/enums";
import type { WayToPay } from "@/server/domains/payments/schemas";
import { formatMoney } from "@/server/rules/money";
import { CreditSwitch } from "./credit-switch";
import { Empty, MainLink, QuietLink } from "./parts";
import { type Offer, PayButtons } from "./pay-buttons";
import { PromoField } from "./promo-field";
import { refusalReasons } from "./refusal-reasons";

/** What the address of a checkout may say besides what is bought. */
export type CheckoutQuery = { promo?: string; credit?: string };

type Props = {
  offer: Offer;
  asked: { ways: WayToPay[]; refused: string | null; promoRefused: string | null };
  /** This page's path, and what its address holds now: promo code and credit are parts of it. */
  path: string;
  query: Record<string, string | undefined> & CheckoutQuery;
  /** Where a refusal leads back to. */
  back: string;
  withPromo: boolean;
};

/** Promo code, credit, method and price: the last step of every purchase. Only the last press needs script. */
export async function Checkout({ offer, asked, path, query, back, withPromo }: Props) {
  const [t, reasonOf, locale] = await Promise.all([
    getTranslations("miniapp.purchase"),
    refusalReasons(),
    getLocale() as Promise<Locale>,
  ]);
  if (asked.refused === "devices_must_be_dropped" && offer.subscriptionId) {
    return (
      <Empty title={t("refused.devices")} text={reasonOf(asked.refused)}>
        <MainLink href={`/miniapp/subscription/${offer.subscriptionId}#devices`}>
          {t("refused.toDevices")}
        </MainLink>
        <QuietLink href={back}>{t("refused.back")}</QuietLink>
      </Empty>
    );
  }
  if (asked.refused) {
    return (
      <Empty title={t("refused.title")} text={reasonOf(asked.refused)}>
        <MainLink href={back}>{t("refused.back")}</MainLink>
      </Empty>
    );
  }
  const [first] = asked.ways;
  if (!first) return <Empty title={t("noWays.title")} text={t("noWays.text")} />;
  const credit = asked.ways.find(
    (way) => way.credit.amount > 0n && way.gateway !== "credit",
  )?.credit;
  const applied = asked.ways.find(({ promoCode }) => promoCode)?.promoCode ?? null;
  return (
    <>
      {withPromo && (
        <PromoField
          path={path}
          query={query}
          applied={applied}
          refused={asked.promoRefused && reasonOf(asked.promoRefused)}
        />
      )}
      {credit && (
        <CreditSwitch
          path={path}
          query={query}
          on={query.credit === "1"}
          label={t("useCredit", { amount: formatMoney(credit, locale) })}
        />
      )}
      <PayButtons
        offer={offer}
        ways={asked.ways.map((way) => ({
          gateway: way.gateway,
          label: way.label[locale],
          lines: way.lines.map((line) => ({
            name: line.name?.[locale] ?? t(`line.${line.code}`),
            amount: formatMoney(line.amount, locale),
          })),
          total: formatMoney(way.total, locale),
          note:
            way.uncounted.length > 0
              ? t("uncounted", {
                  amount: way.uncounted.map((sum) => formatMoney(sum, locale)).join(" + "),
                })
              : "",
          canSave: way.canSave && ["new", "renew", "upgrade"].includes(way.kind),
        }))}
        texts={{
          method: t("method"),
          total: t("total"),
          pay: t.raw("pay") as string,
          failed: t("failed"),
          save: t("save"),
          saveHint: t("saveHint"),
        }}
      />
    </>
  );
}
