import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { toString as toSvg } from "qrcode";
import { BackButton } from "@/components/miniapp/back-button";
import { CopyLink } from "@/components/miniapp/copy-link";
import { Devices } from "@/components/miniapp/devices";
import { InstallGuide } from "@/components/miniapp/install-guide";
import { LiveRefresh } from "@/components/miniapp/live-refresh";
import {
  Empty,
  Fact,
  MainLink,
  Note,
  QuietLink,
  Screen,
  Section,
  StatusBadge,
} from "@/components/miniapp/parts";
import { RenewalSection } from "@/components/miniapp/renewal-section";
import { ResetLink } from "@/components/miniapp/reset-link";
import type { Locale } from "@/db/enums";
import { formatBytes, formatDay, formatMoment } from "@/server/rules/format";
import { PLATFORMS } from "@/server/rules/install-guides";
import { foundOrNull, openMiniapp } from "@/server/trpc/miniapp-page";

type Props = { params: Promise<{ id: string }> };

export default async function SubscriptionPage({ params }: Props) {
  const session = await openMiniapp();
  if (!session) return null;
  const { id } = await params;
  const s = await foundOrNull(session.api.subscriptions.get({ subscriptionId: id }));
  if (!s) notFound();
  const { api } = session;
  const [t, g, locale, devices, qr, addons, offers, renewal] = await Promise.all([
    getTranslations("miniapp.subscription"),
    getTranslations("miniapp.guide"),
    getLocale() as Promise<Locale>,
    session.api.panel.devices({ subscriptionId: id }),
    s.url ? toSvg(s.url, { type: "svg", margin: 1 }) : null,
    api.subscriptions.addons({ subscriptionId: id }),
    api.subscriptions.addonOffers({ subscriptionId: id }),
    api.subscriptions.renewal({ subscriptionId: id }),
  ]);
  const { usedBytes, limitBytes, asOf } = s.traffic;
  const trialOver = s.status === "expired" || s.status === "limited";
  const used = usedBytes === null ? t("unknown") : formatBytes(usedBytes, locale);
  return (
    <Screen title={s.label[locale]}>
      <BackButton to="/miniapp" />
      <LiveRefresh active={s.preparing} />
      <Section>
        <Fact
          name={t("statusName")}
          value={<StatusBadge status={s.status} label={t(`status.${s.status}`)} />}
        />
        <Fact
          name={t("ends")}
          value={
            s.lifetime
              ? t("lifetime")
              : `${formatDay(s.expiresAt, locale)} · ${t("days", { days: s.daysLeft })}`
          }
        />
        <Fact
          name={t("traffic")}
          value={
            limitBytes === 0n
              ? t("usedUnlimited", { used })
              : t("usedOf", { used, limit: formatBytes(limitBytes, locale) })
          }
        />
        {limitBytes > 0n && !s.isTrial && (
          <Fact name={t("resets")} value={t(`strategy.${s.traffic.strategy}`)} />
        )}
      </Section>
      {asOf && <Note>{t("asOf", { date: formatMoment(asOf, locale) })}</Note>}
      {s.preparing && s.url && <Note>{t("changing")}</Note>}

      {s.isTrial && (
        <>
          <Note>{t(trialOver ? "trial.over" : "trial.running")}</Note>
          {s.canUpgrade && (
            <MainLink href={`/miniapp/purchase?sub=${s.id}`}>{t("trial.choose")}</MainLink>
          )}
        </>
      )}
      {!s.isTrial && (s.canRenew || s.canUpgrade) && (
        <div className="flex flex-col gap-2">
          {s.canRenew && s.planId && (
            <MainLink href={`/miniapp/purchase?sub=${s.id}&plan=${s.planId}`}>
              {t("renew")}
            </MainLink>
          )}
          {s.canUpgrade && (
            <QuietLink href={`/miniapp/purchase?sub=${s.id}`}>{t("changePlan")}</QuietLink>
          )}
        </div>
      )}

      <RenewalSection
        subscription={s}
        addons={addons}
        offersAddons={offers.length > 0}
        renewal={renewal}
      />

      {s.url && qr ? (
        <>
          <Section title={g("title")}>
            <InstallGuide
              url={s.url}
              texts={{
                choose: g("choose"),
                install: g.raw("install") as string,
                add: g.raw("add") as string,
                switchOn: g("switchOn"),
                platforms: Object.fromEntries(
                  PLATFORMS.map((platform) => [platform, g(`platform.${platform}`)]),
                ) as Record<(typeof PLATFORMS)[number], string>,
              }}
            />
          </Section>
          <Section title={t("linkTitle")}>
            <CopyLink url={s.url} copy={t("copy")} copied={t("copied")} />
            <div className="flex flex-col items-center gap-2 px-4 pb-4">
              {/* biome-ignore lint/performance/noImgElement: an inline picture made for this page alone */}
              <img
                alt={t("qrAlt")}
                width={200}
                height={200}
                className="rounded-xl bg-white p-2"
                src={`data:image/svg+xml;base64,${Buffer.from(qr).toString("base64")}`}
              />
              <p className="text-center text-[13px] text-tg-hint">{t("qrHint")}</p>
            </div>
          </Section>
        </>
      ) : (
        <Empty title={t("preparingTitle")} text={t("preparingText")} />
      )}

      <Section id="devices" title={t("devicesTitle")}>
        {devices.value === null ? (
          <p className="px-4 py-4 text-tg-hint">{t("devicesUnknown")}</p>
        ) : devices.value.length === 0 ? (
          <p className="px-4 py-4 text-tg-hint">{t("devicesNone")}</p>
        ) : (
          <Devices
            subscriptionId={s.id}
            devices={devices.value.map((device) => ({
              hwid: device.hwid,
              name: device.deviceModel ?? device.platform ?? t("unnamedDevice"),
              detail: [device.platform, device.osVersion].filter(Boolean).join(" "),
            }))}
            texts={{
              remove: t("device.remove"),
              removeAll: t("device.removeAll"),
              confirmTitle: t("device.confirmTitle"),
              confirmText: t("device.confirmText"),
              confirmAllTitle: t("device.confirmAllTitle"),
              confirmAllText: t("device.confirmAllText"),
              yes: t("device.yes"),
              no: t("cancel"),
              failed: t("failed"),
            }}
          />
        )}
      </Section>
      {devices.stale && devices.asOf && (
        <Note>{t("asOf", { date: formatMoment(devices.asOf, locale) })}</Note>
      )}

      {s.canResetLink && (
        <ResetLink
          subscriptionId={s.id}
          texts={{
            reset: t("reset.button"),
            title: t("reset.title"),
            text: t("reset.text"),
            yes: t("reset.yes"),
            no: t("cancel"),
            failed: t("failed"),
          }}
        />
      )}
    </Screen>
  );
}
