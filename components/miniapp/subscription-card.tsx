import { getLocale, getTranslations } from "next-intl/server";
import type { Locale } from "@/db/enums";
import type { SubscriptionView } from "@/server/domains/subscriptions/schemas";
import { formatBytes, formatDay, usedShare } from "@/server/rules/format";
import { Link } from "./link";
import { Meter, StatusBadge } from "./parts";

/** One subscription at a glance; the whole card leads to its screen. */
export async function SubscriptionCard({ subscription: s }: { subscription: SubscriptionView }) {
  const [t, locale] = await Promise.all([
    getTranslations("miniapp.subscription"),
    getLocale() as Promise<Locale>,
  ]);
  const { usedBytes, limitBytes } = s.traffic;
  const used = usedBytes === null ? t("unknown") : formatBytes(usedBytes, locale);
  const traffic =
    limitBytes === 0n
      ? t("usedUnlimited", { used })
      : t("usedOf", { used, limit: formatBytes(limitBytes, locale) });
  return (
    <Link
      href={`/miniapp/subscription/${s.id}`}
      data-subscription={s.id}
      className="flex flex-col gap-3 rounded-2xl bg-tg-section p-4 active:bg-tg-pressed"
    >
      <span className="flex items-center justify-between gap-3">
        <span className="truncate text-[17px] font-semibold">{s.label[locale]}</span>
        <StatusBadge status={s.status} label={t(`status.${s.status}`)} />
      </span>
      {s.status === "pending" ? (
        <span className="text-tg-hint">{t("preparing")}</span>
      ) : (
        <>
          <span className="flex items-baseline justify-between gap-3">
            <span className="text-[26px] leading-none font-semibold tabular-nums">
              {s.lifetime ? "∞" : t("days", { days: s.daysLeft })}
            </span>
            <span className="text-right text-[13px] text-tg-hint">
              {s.lifetime ? t("lifetime") : t("until", { date: formatDay(s.expiresAt, locale) })}
            </span>
          </span>
          <Meter share={usedShare(usedBytes, limitBytes)} label={t("traffic")} />
          <span className="flex justify-between gap-3 text-[13px] text-tg-hint tabular-nums">
            <span>{traffic}</span>
            {s.preparing && <span>{t("changing")}</span>}
          </span>
          {s.isTrial && (
            <span className="text-[13px] text-tg-hint">
              {t(s.status === "expired" || s.status === "limited" ? "trial.over" : "trial.running")}
            </span>
          )}
        </>
      )}
    </Link>
  );
}
