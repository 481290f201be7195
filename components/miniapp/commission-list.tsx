import { getLocale, getTranslations } from "next-intl/server";
import type { Locale } from "@/db/enums";
import type { CommissionView } from "@/server/domains/partners/schemas";
import { formatDay } from "@/server/rules/format";
import { formatMoney, money } from "@/server/rules/money";
import { Link } from "./link";
import { Note, Section } from "./parts";

type Props = {
  rows: CommissionView[];
  nextCursor: string | null;
  /** Whether these are the newest. */
  first: boolean;
  /** The page that shows them. */
  page: string;
  /** Offered as a file, too. */
  file?: string;
};

const LINK = "flex min-h-11 items-center rounded-lg px-4 font-medium text-tg-accent";

/** A partner's commissions, newest first, page by page; buyers under a code. */
export async function CommissionList({ rows, nextCursor, first, page, file }: Props) {
  const [t, locale] = await Promise.all([
    getTranslations("miniapp.partner.commissions"),
    getLocale() as Promise<Locale>,
  ]);
  return (
    <>
      <Section id="commissions" title={t("title")}>
        {rows.length === 0 && <p className="px-4 py-4 text-tg-hint">{t("none")}</p>}
        <ul>
          {rows.map((row) => (
            <li
              key={row.id}
              data-commission={row.status}
              className="flex min-h-14 flex-col justify-center px-4 py-2 not-last:border-b not-last:border-tg-line"
            >
              <span className="flex justify-between gap-4">
                <span className="min-w-0 font-medium break-words">
                  {t(row.kind, { buyer: row.buyer ?? "", level: (row.level ?? 0) + 1 })}
                </span>
                <span className="shrink-0 tabular-nums">
                  {formatMoney(
                    money(row.amount.amount - row.reversed.amount, row.amount.currency),
                    locale,
                  )}
                </span>
              </span>
              <span className="flex flex-wrap justify-between gap-x-4 text-[13px] text-tg-hint">
                <span>
                  {[
                    formatDay(row.createdAt, locale),
                    row.kind !== "bonus" &&
                      t("share", {
                        percent: row.rateBp / 100,
                        base: formatMoney(row.base, locale),
                      }),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
                <span>{stateOf(row)}</span>
              </span>
            </li>
          ))}
        </ul>
        {(nextCursor || !first || file) && (
          <div className="flex flex-wrap items-center justify-between border-t border-tg-line py-1">
            {!first && (
              <Link href={`${page}#commissions`} className={LINK}>
                {t("newest")}
              </Link>
            )}
            {nextCursor && (
              <Link
                href={`${page}?after=${encodeURIComponent(nextCursor)}#commissions`}
                className={LINK}
              >
                {t("older")}
              </Link>
            )}
            {file && rows.length > 0 && (
              <a href={file} download className={LINK}>
                {t("file")}
              </a>
            )}
          </div>
        )}
      </Section>
      {rows.length > 0 && <Note>{t("note")}</Note>}
    </>
  );

  function stateOf({ status, reversed, payableAt }: CommissionView): string {
    if (status === "pending") return t("pending", { day: formatDay(payableAt, locale) });
    if (status === "reversed") return t("reversed");
    return t(reversed.amount > 0n ? "partly" : "payable");
  }
}
