import { getLocale, getTranslations } from "next-intl/server";
import type { Locale } from "@/db/enums";
import type { TrialOffer } from "@/server/domains/trials/schemas";
import { formatBytes } from "@/server/rules/format";
import { formatMoney } from "@/server/rules/money";
import { Link } from "./link";
import { StartTrial } from "./start-trial";

/** What a person may try, with one button that starts it. */
export async function TrialCard({ offer }: { offer: TrialOffer }) {
  const [t, locale] = await Promise.all([
    getTranslations("miniapp.trial"),
    getLocale() as Promise<Locale>,
  ]);
  const plan = offer.planName[locale];
  const price = offer.price && formatMoney(offer.price, locale);
  const facts = [
    t("days", { days: offer.days }),
    offer.trafficLimitBytes === 0n
      ? t("unlimited")
      : t("traffic", { amount: formatBytes(offer.trafficLimitBytes, locale) }),
    t("devices", { count: offer.deviceLimit }),
  ];
  return (
    <section data-trial className="flex flex-col gap-4 rounded-2xl bg-tg-section p-5">
      <div className="flex flex-col gap-1">
        <h2 className="text-[19px] font-semibold">
          {price ? t("titlePaid", { plan, price }) : t("title", { plan })}
        </h2>
        <p className="text-[15px] text-tg-hint">{t(price ? "leadPaid" : "lead")}</p>
      </div>
      <ul className="flex flex-wrap gap-2">
        {facts.map((fact) => (
          <li
            key={fact}
            className="rounded-full bg-violet-500/15 px-3 py-1 text-[14px] font-medium text-violet-700 tabular-nums dark:text-violet-300"
          >
            {fact}
          </li>
        ))}
      </ul>
      <StartTrial
        texts={{
          start: price ? t("startPaid", { price }) : t("start"),
          failed: t("failed"),
        }}
      />
      {price && (
        <Link href="/miniapp/profile/balance" className="text-center text-[15px] text-tg-accent">
          {t("topup")}
        </Link>
      )}
      <p className="text-center text-[13px] text-tg-hint">{t("keep")}</p>
    </section>
  );
}
