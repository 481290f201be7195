import { getLocale, getTranslations } from "next-intl/server";
import type { Locale } from "@/db/enums";
import type { RenewalPreview } from "@/server/domains/payments/schemas";
import type {
  SubscriptionAddonView,
  SubscriptionView,
} from "@/server/domains/subscriptions/schemas";
import { formatBytes, formatDay, formatMoment } from "@/server/rules/format";
import { formatMoney } from "@/server/rules/money";
import { AutoRenew } from "./auto-renew";
import { QuietLink, Section } from "./parts";
import { RemovableList } from "./removable-list";

/** Renewing by itself, and what was added: the parts of a subscription that cost again. */
export async function RenewalSection({
  subscription: s,
  addons,
  offersAddons,
  renewal,
}: {
  subscription: SubscriptionView;
  addons: SubscriptionAddonView[];
  offersAddons: boolean;
  /** Null where nothing can renew by itself. */
  renewal: RenewalPreview | null;
}) {
  const [t, locale] = await Promise.all([
    getTranslations("miniapp.subscription"),
    getLocale() as Promise<Locale>,
  ]);
  const extent = ({ kind, quantity }: SubscriptionAddonView) =>
    kind === "traffic"
      ? t("addons.traffic", { amount: formatBytes(quantity, locale) })
      : t("addons.devices", { count: Number(quantity) });
  const hint = (preview: RenewalPreview): string => {
    const { on, at, from } = preview;
    if (from.kind === "none") {
      const why = t(from.reason === "no_price" ? "renewal.noPrice" : "renewal.noMethod");
      return on ? why : `${t("renewal.offNone")} ${why}`;
    }
    const amount = formatMoney(from.total, locale);
    if (from.kind === "provider") {
      const date = formatMoment(from.at, locale);
      return t("renewal.provider", { label: from.label[locale], amount, date });
    }
    if (!at) return t("renewal.over");
    const source =
      from.kind === "credit" ? t("renewal.credit") : t("renewal.method", { label: from.label });
    const date = formatMoment(at, locale);
    const said = t(on ? "renewal.on" : "renewal.off", { amount, date, from: source });
    return from.kind === "method" ? `${said} ${t("renewal.creditFirst")}` : said;
  };
  const confirm = { no: t("cancel"), failed: t("failed") };
  return (
    <>
      {renewal && (
        <Section>
          <AutoRenew
            subscriptionId={s.id}
            on={renewal.on}
            texts={{
              label: t("autoRenew.label"),
              hint: hint(renewal),
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
