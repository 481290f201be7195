import { getLocale, getTranslations } from "next-intl/server";
import type { Locale } from "@/db/enums";
import type { OrderProgress } from "@/server/domains/orders/schemas";
import { formatMoney } from "@/server/rules/money";
import { Section } from "./parts";

/** What an order is made of, line by line, down to what is paid. */
export async function Invoice({ order }: { order: OrderProgress }) {
  const [t, names, locale] = await Promise.all([
    getTranslations("miniapp.order"),
    getTranslations("miniapp.purchase"),
    getLocale() as Promise<Locale>,
  ]);
  if (order.lines.length === 0) return null;
  const nameOf = ({ code, name }: OrderProgress["lines"][number]) => {
    const said = name?.[locale] ?? names(`line.${code}`);
    return code === "plan" && order.days > 0
      ? `${said} · ${names("days", { days: order.days })}`
      : said;
  };
  return (
    <Section title={t("invoice")}>
      <dl className="px-4 py-3" data-testid="invoice">
        {order.lines.map((line, index) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: lines never move, and two of them may be alike
            key={index}
            className="flex justify-between gap-4 py-1 tabular-nums"
          >
            <dt className="text-tg-hint">{nameOf(line)}</dt>
            <dd className="shrink-0">{formatMoney(line.amount, locale)}</dd>
          </div>
        ))}
        <div className="mt-1 flex justify-between gap-4 border-t border-tg-line pt-2 text-[17px] font-semibold tabular-nums">
          <dt>{names("total")}</dt>
          <dd className="shrink-0">{formatMoney(order.total, locale)}</dd>
        </div>
      </dl>
    </Section>
  );
}
