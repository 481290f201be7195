import { getLocale, getTranslations } from "next-intl/server";
import type { Locale } from "@/db/enums";
import type { SavedMethodView } from "@/server/domains/payments/schemas";
import type {
  SubscriptionAddonView,
  SubscriptionView,
} from "@/server/domains/subscriptions/schemas";
import { formatBytes, formatDay } from "@/server/rules/format";
import { AutoRenew } from "./auto-renew";
import { QuietLink, Section } from "./parts";
import { RemovableList } from "./removable-list";

/** Renewing by itself, and what was added: the parts of a subscription that cost again. */
export async function RenewalSection({
  subscription: s,
  addons,
  offersAddons,
  methods,
}: {
  subscription: SubscriptionView;
  addons: SubscriptionAddonView[];
  offersAddons: boolean;
  methods: SavedMethodView[];
}) {
  const [t, locale] = await Promise.all([
    getTranslations("miniapp.subscription"),
    getLocale() as Promise<Locale>,
  ]);
  const method = methods.at(-1)?.label;
  const extent = ({ kind, quantity }: SubscriptionAddonView) =>
    kind === "traffic"
      ? t("addons.traffic", { amount: formatBytes(quantity, locale) })
      : t("addons.devices", { count: Number(quantity) });
  const confirm = { no: t("cancel"), failed: t("failed") };
  return (
    <>
      {(s.autoRenew || (s.canRenew && !s.isTrial)) && (
        <Section>
          <AutoRenew
            subscriptionId={s.id}
            on={s.autoRenew}
            texts={{
              label: t("autoRenew.label"),
              hint: method ? t("autoRenew.from", { method }) : t("autoRenew.fromCredit"),
              failed: t("failed"),
            }}
          />
        </Section>
      )}
      {addons.length > 0 && (
        <Section title={t("addons.title")}>
          <RemovableList
            kind="addon"
            items={addons.map((addon) => ({
              id: addon.id,
              name: addon.name[locale],
              detail: `${extent(addon)} · ${t(addon.renews ? "addons.renews" : "addons.ends", {
                date: formatDay(addon.endsAt, locale),
              })}`,
              removable: addon.renews,
            }))}
            texts={{
              ...confirm,
              remove: t("addons.stop"),
              title: t("addons.stopTitle"),
              text: t("addons.stopText"),
              yes: t("addons.stop"),
            }}
          />
        </Section>
      )}
      {offersAddons && (
        <QuietLink href={`/miniapp/purchase/addon?sub=${s.id}`}>{t("addons.add")}</QuietLink>
      )}
    </>
  );
}
