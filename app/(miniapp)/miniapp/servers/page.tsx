import { getLocale, getTranslations } from "next-intl/server";
import { ServersIcon } from "@/components/miniapp/icons";
import { Empty, MainLink, Note, Screen, Section } from "@/components/miniapp/parts";
import { SubscriptionSwitch } from "@/components/miniapp/subscription-switch";
import type { Locale } from "@/db/enums";
import { formatMoment } from "@/server/rules/format";
import { openMiniapp } from "@/server/trpc/miniapp-page";

type Props = { searchParams: Promise<{ sub?: string }> };

export default async function ServersPage({ searchParams }: Props) {
  const session = await openMiniapp();
  if (!session) return null;
  const [{ sub }, subscriptions, t, locale] = await Promise.all([
    searchParams,
    session.api.subscriptions.list(),
    getTranslations("miniapp.servers"),
    getLocale() as Promise<Locale>,
  ]);
  const chosen = subscriptions.find((s) => s.id === sub) ?? subscriptions[0];
  if (!chosen) {
    return (
      <Screen title={t("title")}>
        <Empty title={t("none.title")} text={t("none.text")}>
          <MainLink href="/miniapp/purchase">{t("buy")}</MainLink>
        </Empty>
      </Screen>
    );
  }
  const {
    value: servers,
    asOf,
    stale,
  } = await session.api.panel.servers({
    subscriptionId: chosen.id,
  });
  return (
    <Screen title={t("title")}>
      <SubscriptionSwitch
        subscriptions={subscriptions}
        chosen={chosen.id}
        path="/miniapp/servers"
      />
      {servers === null ? (
        <Empty title={t("unknown.title")} text={t("unknown.text")} />
      ) : servers.length === 0 ? (
        <Empty title={t("empty.title")} text={t("empty.text")} />
      ) : (
        <Section>
          <ul>
            {servers.map((server) => (
              <li
                key={server.uuid}
                className="flex min-h-14 items-center gap-3 px-4 py-2 not-last:border-b not-last:border-tg-line"
              >
                <span
                  aria-hidden="true"
                  className="grid size-9 shrink-0 place-items-center rounded-full bg-tg-line text-[13px] font-semibold"
                >
                  {/^[A-Z]{2}$/.test(server.countryCode) && server.countryCode !== "XX" ? (
                    server.countryCode
                  ) : (
                    <ServersIcon />
                  )}
                </span>
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{server.name}</span>
                  <span className="block text-[13px] text-tg-hint">
                    {server.load === null
                      ? t("loadUnknown")
                      : t("load", { percent: Math.min(100, Math.round(server.load * 100)) })}
                  </span>
                </span>
                <span
                  className={`text-[13px] font-medium ${server.online ? "text-emerald-700 dark:text-emerald-300" : "text-tg-hint"}`}
                >
                  {server.online === null
                    ? t("state.unknown")
                    : t(server.online ? "state.online" : "state.offline")}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {stale && asOf && <Note>{t("stale", { date: formatMoment(asOf, locale) })}</Note>}
    </Screen>
  );
}
