import { getLocale, getTranslations } from "next-intl/server";
import type { Locale } from "@/db/enums";
import type { PartnerOverview } from "@/server/domains/partners/schemas";
import { formatMoney, money } from "@/server/rules/money";
import { Fact, Section } from "./parts";

type Props = { months: PartnerOverview["months"]; currency: string };

/** What the last twelve months brought: a picture, and the same as a table for those who do not see it. */
export async function PartnerMonths({ months, currency }: Props) {
  const [t, locale] = await Promise.all([
    getTranslations("miniapp.partner.months"),
    getLocale() as Promise<Locale>,
  ]);
  const sums = months.map(({ month, direct, override, bonus }) => ({
    date: new Date(`${month}-15T12:00:00Z`),
    sum: direct + override + bonus,
  }));
  let most = 0n;
  for (const { sum } of sums) if (sum > most) most = sum;
  if (most === 0n) return null;
  const say = (amount: bigint) => formatMoney(money(amount, currency), locale);
  const name = (date: Date, month: "narrow" | "long") =>
    new Intl.DateTimeFormat(locale, {
      month,
      ...(month === "long" && { year: "numeric" }),
      timeZone: "UTC",
    }).format(date);
  return (
    <Section title={t("title")}>
      <Fact name={t("this")} value={say(sums.at(-1)?.sum ?? 0n)} />
      <Fact name={t("last")} value={say(sums.at(-2)?.sum ?? 0n)} />
      <div aria-hidden="true" className="flex gap-1.5 px-4 pt-5 pb-3">
        {sums.map(({ date, sum }) => (
          <div
            key={date.toISOString()}
            title={`${name(date, "long")}: ${say(sum)}`}
            className="flex min-w-0 flex-1 flex-col items-center gap-1"
          >
            <div className="flex h-28 w-full items-end">
              <div
                className="w-full rounded-t-sm bg-tg-accent"
                style={{
                  height: `${sum > 0n ? Math.max(2, Number((sum * 1000n) / most) / 10) : 0}%`,
                }}
              />
            </div>
            <span className="text-[11px] text-tg-hint">{name(date, "narrow")}</span>
          </div>
        ))}
      </div>
      <table className="sr-only">
        <caption>{t("title")}</caption>
        <tbody>
          {sums.map(({ date, sum }) => (
            <tr key={date.toISOString()}>
              <th scope="row">{name(date, "long")}</th>
              <td>{say(sum)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
