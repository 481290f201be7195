import { getLocale, getTranslations } from "next-intl/server";
import type { Locale } from "@/db/enums";
import type { ProgramView } from "@/server/domains/partners/schemas";
import { formatMoney } from "@/server/rules/money";
import { Fact, Note, Section } from "./parts";

const percent = (bp: number) => `${bp / 100} %`;

/** What the program pays, before anybody joins it. */
export async function ProgramTerms({ program }: { program: ProgramView }) {
  const [t, locale] = await Promise.all([
    getTranslations("miniapp.partner.terms"),
    getLocale() as Promise<Locale>,
  ]);
  return (
    <>
      <Section title={t("levels")}>
        {program.levels.map((level) => (
          <Fact
            key={level.from}
            name={t("from", { name: level.name, count: level.from })}
            value={<strong>{percent(level.rateBp)}</strong>}
          />
        ))}
      </Section>
      <Section title={t("payouts")}>
        {program.methods.map((method) => (
          <Fact
            key={method.id}
            name={
              <>
                <span className="block">{method.label[locale]}</span>
                <span className="text-[13px]">{method.arrives[locale]}</span>
              </>
            }
            value={t("least", { amount: formatMoney(method.minimum, locale) })}
          />
        ))}
      </Section>
      <Note>{t("hold", { days: program.holdDays })}</Note>
    </>
  );
}
