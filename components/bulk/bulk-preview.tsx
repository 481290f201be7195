"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { useErrorText } from "@/components/hooks/use-error-text";
import type { Inputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import type { Locale } from "@/db/enums";
import type { BulkOffer } from "@/server/domains/bulk/schemas";
import { formatMoney, isCurrency } from "@/server/rules/money";

export type BulkSelection = Inputs["bulk"]["preview"]["selection"];

const PAUSE_MS = 300;

type Props = {
  offer: BulkOffer;
  selection: BulkSelection;
  input: Record<string, unknown> | null;
  /** How many it would be done to; null while that is not known of what the form says. */
  onCount: (eligible: number | null) => void;
};

/** To whom an action would be done, who is left out and why, and what it costs: counted while one types. */
export function BulkPreview({ offer, selection, input, onCount }: Props) {
  const t = useTranslations("bulk");
  const locale = useLocale() as Locale;
  const trpc = useTRPC();
  const errorText = useErrorText();
  const wanted = JSON.stringify(input);
  const [typed, setTyped] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setTyped(wanted), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
  const settled: Record<string, unknown> | null = JSON.parse(typed);
  const query = useQuery({
    ...trpc.admin.bulk.preview.queryOptions({
      action: offer.id,
      input: settled ?? {},
      selection,
    }),
    enabled: settled !== null,
    staleTime: 0,
  });
  const known = settled !== null && typed === wanted && !query.isError ? query.data : undefined;
  const counted = known && known.eligible <= known.max ? known.eligible : null;
  useEffect(() => onCount(counted), [counted, onCount]);

  if (settled === null) return <Box>{t("preview.fill")}</Box>;
  if (query.isError) return <Box alert>{errorText(query.error)}</Box>;
  if (!query.data || typed !== wanted) return <Box>{t("preview.counting")}</Box>;
  const { examples, skipped, max } = query.data;
  const subjects = (count: number) => t(`subjects.${offer.subject}`, { count });
  return (
    <Box>
      {query.data.eligible > max && (
        <p className="font-medium text-destructive">{t("preview.tooMany", { max })}</p>
      )}
      <p className="font-medium text-foreground">
        {query.data.eligible === 0
          ? t("preview.none")
          : t("preview.ahead", { subjects: subjects(query.data.eligible) })}
      </p>
      {examples.length > 0 && <p>{t("preview.examples", { names: examples.join(", ") })}</p>}
      <Sum input={settled} count={query.data.eligible} locale={locale} />
      {skipped.map(({ reason, count }) => (
        <p key={reason}>
          {t("preview.skipped", {
            subjects: subjects(count),
            reason: t.has(`skips.${reason}`) ? t(`skips.${reason}` as "title") : reason,
          })}
        </p>
      ))}
      <p>{t(offer.mayUndo ? "preview.undo" : "preview.noUndo")}</p>
    </Box>
  );
}

function Sum({
  input,
  count,
  locale,
}: {
  input: Record<string, unknown>;
  count: number;
  locale: Locale;
}) {
  const t = useTranslations("bulk.preview");
  const { amount, currency } = input;
  if (typeof amount !== "string" || typeof currency !== "string" || !isCurrency(currency))
    return null;
  const total = { amount: BigInt(amount) * BigInt(count), currency };
  return <p className="tabular-nums">{t("sum", { amount: formatMoney(total, locale) })}</p>;
}

const Box = ({ alert = false, children }: { alert?: boolean; children: ReactNode }) => (
  <div
    role={alert ? "alert" : "status"}
    className="flex flex-col gap-1 rounded-md border bg-muted/40 p-3 text-[13px] text-muted-foreground [overflow-wrap:anywhere]"
  >
    {children}
  </div>
);
