import { getLocale } from "next-intl/server";
import type { Locale } from "@/db/enums";
import type { SubscriptionView } from "@/server/domains/subscriptions/schemas";
import { Link } from "./link";

/** Says which subscription a screen is about; nothing to choose when there is one. */
export async function SubscriptionSwitch({
  subscriptions,
  chosen,
  path,
}: {
  subscriptions: SubscriptionView[];
  chosen: string;
  path: "/miniapp/servers";
}) {
  const locale = (await getLocale()) as Locale;
  if (subscriptions.length < 2) {
    return <p className="px-1 text-[13px] text-tg-hint">{subscriptions[0]?.label[locale]}</p>;
  }
  return (
    <ul className="-mx-4 flex gap-2 overflow-x-auto px-4 pb-1">
      {subscriptions.map((s) => (
        <li key={s.id}>
          <Link
            href={`${path}?sub=${s.id}`}
            aria-current={s.id === chosen ? "true" : undefined}
            className={`block rounded-full px-3.5 py-2 text-[13px] font-medium whitespace-nowrap ${s.id === chosen ? "bg-tg-button text-tg-button-text" : "bg-tg-section"}`}
          >
            {s.label[locale]}
          </Link>
        </li>
      ))}
    </ul>
  );
}
