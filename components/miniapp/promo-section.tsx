import { getLocale, getTranslations } from "next-intl/server";
import type { Locale } from "@/db/enums";
import type { PendingPromo as Pending } from "@/server/domains/promocodes/schemas";
import { formatMoney } from "@/server/rules/money";
import { Section } from "./parts";
import { PromoEntry } from "./promo-entry";
import { refusalReasons } from "./refusal-reasons";
import { RemovableList } from "./removable-list";

/** A code without an order: the one that waits for the next purchase, and a field for another. */
export async function PromoSection({ pending }: { pending: Pending | null }) {
  const [t, reasonOf, locale] = await Promise.all([
    getTranslations("miniapp.profile.promoEntry"),
    refusalReasons(),
    getLocale() as Promise<Locale>,
  ]);
  const detailOf = ({ discount, refused }: Pending) => {
    if (refused) return t("notNow", { reason: reasonOf(refused) });
    const amount =
      discount.kind === "percent"
        ? `${discount.basisPoints / 100}%`
        : discount.amounts.map((sum) => formatMoney(sum, locale)).join(" / ");
    return t("off", { amount });
  };
  return (
    <Section title={t("title")}>
      {pending && (
        <div className="border-b border-tg-line">
          <RemovableList
            kind="promo"
            items={[
              { id: pending.code, name: pending.code, detail: detailOf(pending), removable: true },
            ]}
            texts={{
              remove: t("remove"),
              title: t("askTitle"),
              text: t("askText"),
              yes: t("remove"),
              no: t("keep"),
              failed: t("failed"),
            }}
          />
        </div>
      )}
      <PromoEntry
        locale={locale}
        texts={{
          label: t("label"),
          enter: t("enter"),
          granted: t.raw("granted") as string,
          failed: t("failed"),
          gifts: t.raw("gifts"),
        }}
      />
    </Section>
  );
}
