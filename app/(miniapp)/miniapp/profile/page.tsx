import { getLocale, getTranslations } from "next-intl/server";
import { CopyLink } from "@/components/miniapp/copy-link";
import { LanguageChoice } from "@/components/miniapp/language-choice";
import { Fact, Note, RowLink, Screen, Section } from "@/components/miniapp/parts";
import { RemovableList } from "@/components/miniapp/removable-list";
import { LOCALES, type Locale } from "@/db/enums";
import { formatDay } from "@/server/rules/format";
import { formatMoney } from "@/server/rules/money";
import { openMiniapp } from "@/server/trpc/miniapp-page";

export default async function ProfilePage() {
  const session = await openMiniapp();
  if (!session) return null;
  const { api } = session;
  const [t, locale, me, orders, { botUsername }, balances, methods] = await Promise.all([
    getTranslations("miniapp.profile"),
    getLocale() as Promise<Locale>,
    api.customer.me(),
    api.orders.list(),
    api.customer.contacts(),
    api.credit.balances(),
    api.methods.list(),
  ]);
  return (
    <Screen title={t("title")}>
      <Section>
        <Fact
          name={t("name")}
          value={[me.firstName, me.lastName].filter(Boolean).join(" ") || "—"}
        />
        {me.username && <Fact name="Telegram" value={`@${me.username}`} />}
        <Fact name={t("since")} value={formatDay(me.createdAt, locale)} />
      </Section>
      <Section>
        <RowLink
          href="/miniapp/profile/balance"
          title={t("balance")}
          aside={balances.map((balance) => formatMoney(balance, locale)).join(" · ") || undefined}
        />
      </Section>
      {methods.length > 0 && (
        <Section title={t("methods.title")}>
          <RemovableList
            kind="method"
            items={methods.map(({ id, label, createdAt }) => ({
              id,
              name: label,
              detail: t("methods.since", { date: formatDay(createdAt, locale) }),
              removable: true,
            }))}
            texts={{
              remove: t("methods.remove"),
              title: t("methods.confirmTitle"),
              text: t("methods.confirmText"),
              yes: t("methods.remove"),
              no: t("methods.keep"),
              failed: t("failed"),
            }}
          />
        </Section>
      )}
      <Section title={t("language")}>
        <LanguageChoice
          current={locale}
          languages={LOCALES.map((code) => ({ code, name: t(`languages.${code}`) }))}
          failed={t("failed")}
        />
      </Section>
      <Section title={t("invite")}>
        <Fact name={t("code")} value={<strong>{me.referralCode}</strong>} />
        {botUsername && (
          <CopyLink
            url={`https://t.me/${botUsername}?start=ref_${me.referralCode}`}
            copy={t("copy")}
            copied={t("copied")}
          />
        )}
      </Section>
      <Note>{t("inviteNote")}</Note>
      <Section title={t("orders")}>
        {orders.length === 0 ? (
          <p className="px-4 py-4 text-tg-hint">{t("noOrders")}</p>
        ) : (
          orders.map((order) => (
            <RowLink
              key={order.id}
              href={`/miniapp/purchase/${order.id}`}
              title={t("order", { number: String(order.number) })}
              detail={`${formatDay(order.createdAt, locale)} · ${t(`orderStatus.${order.status}`)}`}
              aside={formatMoney(order.total, locale)}
            />
          ))
        )}
      </Section>
    </Screen>
  );
}
