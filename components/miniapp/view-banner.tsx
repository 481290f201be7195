import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/enums";
import { personName } from "@/server/rules/person-name";
import type { MiniappSession } from "@/server/trpc/miniapp-page";
import { EndView } from "./end-view";

/** Says whose app an operator looks at, on every page of it. Stays in sight: this is not one's own. */
export async function ViewBanner({
  customer,
  locale,
}: {
  customer: MiniappSession["customer"];
  /** The operator's: the page below speaks the customer's language. */
  locale: Locale;
}) {
  const t = await getTranslations({ locale, namespace: "miniapp.view" });
  const { username, customerId } = customer;
  const name = personName(customer) || username || customerId;
  return (
    <section
      data-view-as={customerId}
      lang={locale}
      aria-label={t("label")}
      className="sticky top-0 z-40 flex items-center gap-3 bg-sky-800 px-4 py-2 text-[13px] text-white"
    >
      <p className="min-w-0 flex-1">
        <span className="block font-semibold break-words">{t("as", { name })}</span>
        {t("nothing")}
      </p>
      <EndView customerId={customerId} end={t("end")} />
    </section>
  );
}
