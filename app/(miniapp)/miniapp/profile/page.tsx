import { getLocale, getTranslations } from "next-intl/server";
import { LanguageChoice } from "@/components/miniapp/language-choice";
import { LinkEmail } from "@/components/miniapp/link-email";
import { LinkTelegram } from "@/components/miniapp/link-telegram";
import { Fact, RowLink, Screen, Section } from "@/components/miniapp/parts";
import { PromoSection } from "@/components/miniapp/promo-section";
import { RemovableList } from "@/components/miniapp/removable-list";
import { emailCodeTexts } from "@/components/miniapp/sign-in-texts";
import { LOCALES, type Locale } from "@/db/enums";
import { canSendEmail } from "@/server/auth/can-send-email";
import { formatDay } from "@/server/rules/format";
import { formatMoney } from "@/server/rules/money";
import { openMiniapp } from "@/server/trpc/miniapp-page";

export default async function ProfilePage() {
  const session = await openMiniapp();
  if (!session) return null;
  const { api } = session;
  const [t, locale, me, orders, balances, pending, methods, mayLink, words, contacts] =
    await Promise.all([
      getTranslations("miniapp.profile"),
      getLocale() as Promise<Locale>,
      api.customer.me(),
      api.orders.list(),
      api.credit.balances(),
      api.promocodes.pending(),
      api.methods.list(),
      canSendEmail(),
      emailCodeTexts(),
      api.customer.contacts(),
    ]);
  return (
    <Screen title={t("title")}>
      <Section>
        <Fact
          name={t("name")}
          value={[me.firstName, me.lastName].filter(Boolean).join(" ") || me.email || "—"}
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
        <RowLink href="/miniapp/profile/invite" title={t("invite")} detail={t("inviteDetail")} />
        <RowLink
          href="/miniapp/profile/sessions"
          title={t("sessions.row")}
          detail={t("sessions.rowDetail")}
        />
        <RowLink href="/miniapp/profile/partner" title={t("partner")} detail={t("partnerDetail")} />
      </Section>
      {mayLink && (
        <Section title={t("email.title")}>
          <LinkEmail
            email={me.email}
            texts={{
              ...words,
              confirm: t("email.confirm"),
              none: t("email.none"),
              change: t("email.change"),
              link: t("email.link"),
            }}
          />
        </Section>
      )}
      {me.telegramId === null && contacts.botUsername && (
        <Section title={t("telegram.title")}>
          <LinkTelegram
            texts={{
              none: t("telegram.none"),
              link: t("telegram.link"),
              open: t("telegram.open"),
              hint: t("telegram.hint"),
              failed: t("telegram.failed"),
            }}
          />
        </Section>
      )}
      <PromoSection pending={pending} />
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
