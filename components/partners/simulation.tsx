"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useDeferredValue } from "react";
import { useErrorText } from "@/components/hooks/use-error-text";
import { Amount } from "@/components/layout/amount";
import { BlockSkeleton } from "@/components/layout/states";
import { partnerHref } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { money } from "@/server/rules/money";
import type { fromDraft } from "./program-draft";

/** Last calendar month with what stands in the form: what partners got, and what they would have got. */
export function Simulation({ input }: { input: ReturnType<typeof fromDraft> }) {
  const t = useTranslations("partners.simulation");
  const format = useFormatter();
  const trpc = useTRPC();
  const errorText = useErrorText();
  const settled = useDeferredValue(input);
  const query = useQuery({
    ...trpc.admin.partners.simulate.queryOptions(settled),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const month = (value: string) =>
    format.dateTime(new Date(`${value.slice(0, 7)}-15T12:00:00Z`), {
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    });
  return (
    <Card className="lg:sticky lg:top-4">
      <CardHeader>
        <div>
          <CardTitle>{t("title")}</CardTitle>
          <CardDescription>{query.data ? month(query.data.month) : t("hint")}</CardDescription>
        </div>
      </CardHeader>
      <CardContent aria-live="polite">
        {query.isError ? (
          <p role="alert" className="text-[13px] text-destructive">
            {errorText(query.error)}
          </p>
        ) : query.data ? (
          <Result data={query.data} />
        ) : (
          <BlockSkeleton rows={3} />
        )}
      </CardContent>
    </Card>
  );
}

function Result({ data }: { data: Outputs["partners"]["simulate"] }) {
  const t = useTranslations("partners.simulation");
  const format = useFormatter();
  const sum = (amount: bigint) => <Amount value={money(amount, data.currency)} />;
  const changed = data.partners.filter(({ before, after }) => before !== after).slice(0, 10);
  return (
    <div className="flex flex-col gap-3 text-[13px]">
      <dl className="flex flex-col gap-2">
        <div className="flex justify-between">
          <dt className="text-muted-foreground">{t("orders")}</dt>
          <dd className="tabular-nums">{format.number(data.orders)}</dd>
        </div>
        <div className="flex justify-between">
          <dt className="text-muted-foreground">{t("before")}</dt>
          <dd>{sum(data.before)}</dd>
        </div>
        <div className="flex justify-between font-medium">
          <dt>{t("after")}</dt>
          <dd>{sum(data.after)}</dd>
        </div>
      </dl>
      {changed.length === 0 ? (
        <p className="text-muted-foreground">{t("same")}</p>
      ) : (
        <ul className="flex flex-col gap-1.5 border-t pt-3">
          {changed.map((partner) => (
            <li key={partner.partnerId} className="flex justify-between gap-3">
              <Link
                href={partnerHref(partner.partnerId)}
                className="min-w-0 truncate hover:underline"
              >
                {partner.name}
              </Link>
              <span className="shrink-0 tabular-nums">
                {sum(partner.before)} → {sum(partner.after)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {data.unconverted.length > 0 && (
        <p className="text-muted-foreground">
          {t("unconverted")}{" "}
          {data.unconverted.map((amount) => (
            <Amount key={amount.currency} value={amount} className="mr-2" />
          ))}
        </p>
      )}
    </div>
  );
}
