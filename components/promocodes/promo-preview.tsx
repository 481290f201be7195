"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import superjson from "superjson";
import { Field } from "@/components/forms/field";
import { Amount } from "@/components/layout/amount";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { cn } from "@/components/lib/utils";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { Locale } from "@/db/enums";
import { previewPromoCodeInput } from "@/server/domains/promocodes/schemas";
import { Choice } from "./choice";
import { type PromoDraft, termsOf } from "./promo-draft";
import type { PartProps } from "./promo-form";
import { useSettled } from "./use-settled";

type Props = { draft: PromoDraft; promoCodeId: string | null; plans: PartProps["plans"] };

/** Everything that can be bought, as one choice: plan, duration and currency. */
const offersOf = (plans: PartProps["plans"], locale: Locale) =>
  plans.flatMap((plan) =>
    plan.durations.flatMap((duration) =>
      duration.prices.map(({ currency }) => ({
        value: `${plan.id}|${duration.id}|${currency}`,
        name: plan.name[locale],
        days: duration.days,
        example: { planId: plan.id, durationId: duration.id, currency },
      })),
    ),
  );

/** Who could use the draft as it stands, and what an order would cost with it. */
export function PromoPreview({ draft, promoCodeId, plans }: Props) {
  const t = useTranslations("promocodes.preview");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const offers = offersOf(plans, useLocale() as Locale);
  const [chosen, setChosen] = useState("");
  const offer = offers.find(({ value }) => value === chosen) ?? offers[0];
  const terms = termsOf(useSettled(draft));
  // What is not accepted is told by the form when it is saved: the preview waits.
  const ready = !("code" in terms) && previewPromoCodeInput.shape.terms.safeParse(terms).success;
  const preview = useQuery({
    ...trpc.admin.promocodes.preview.queryOptions({
      promoCodeId,
      terms: ready && !("code" in terms) ? terms : { kind: "percent" },
      example: offer?.example ?? null,
    }),
    // Amounts are bigint, which JSON does not know.
    queryKeyHashFn: (key) => superjson.stringify(key),
    enabled: ready,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>{t("title")}</CardTitle>
          <CardDescription>{t("hint")}</CardDescription>
        </div>
      </CardHeader>
      <CardContent className="flex flex-col gap-5">
        {!ready && !preview.data ? (
          <p className="text-[13px] text-muted-foreground">{t("incomplete")}</p>
        ) : (
          <Loaded query={preview} skeleton={<BlockSkeleton />}>
            {(data) => (
              <div
                aria-live="polite"
                className={cn(
                  "flex flex-col gap-5 transition-opacity",
                  (preview.isPlaceholderData || !ready) && "opacity-60",
                )}
              >
                {data.closed && (
                  <p className="rounded-lg border border-warning/30 bg-warning/10 p-3 text-[13px]">
                    {t("closed")} {t(`reasons.${data.closed}`)}
                  </p>
                )}
                <Audience audience={data.audience} />
                {data.example && <Example example={data.example} kind={draft.kind} />}
              </div>
            )}
          </Loaded>
        )}
        {offer && (draft.kind === "percent" || draft.kind === "fixed") && (
          <Field label={t("exampleOf")}>
            {(props) => (
              <Choice
                {...props}
                value={offer.value}
                options={offers.map(({ value, name, days, example }) => ({
                  value,
                  label: `${name}, ${common("days", { count: days })}, ${example.currency}`,
                }))}
                onChange={setChosen}
              />
            )}
          </Field>
        )}
      </CardContent>
    </Card>
  );
}

type Preview = Outputs["promocodes"]["preview"];

function Audience({ audience }: { audience: Preview["audience"] }) {
  const t = useTranslations("promocodes.preview");
  const format = useFormatter();
  return (
    <div className="flex flex-col gap-2 text-[13px]">
      <p>
        <span className="tabular text-2xl font-semibold tracking-tight">
          {format.number(audience.eligible)}
        </span>{" "}
        <span className="text-muted-foreground">{t("eligible", { total: audience.total })}</span>
      </p>
      {audience.refused.length > 0 && (
        <ul className="flex flex-col gap-1.5">
          {audience.refused.map(({ why, count }) => (
            <li key={why} className="flex justify-between gap-4">
              <span className="text-muted-foreground">{t(`reasons.${why}`)}</span>
              <span className="tabular">{format.number(count)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Example({
  example,
  kind,
}: {
  example: NonNullable<Preview["example"]>;
  kind: PromoDraft["kind"];
}) {
  const t = useTranslations("promocodes.preview");
  const lines = useTranslations("orders.quote.lines");
  if (kind === "trial_days" || kind === "special") return null;
  const { currency } = example.total;
  return (
    <div className="flex flex-col gap-2 border-t pt-4 text-[13px]">
      <p className="font-medium">{t("example")}</p>
      <dl className="flex flex-col gap-1.5">
        {example.lines.map((line) => (
          <div key={line.code} className="flex justify-between gap-4">
            <dt className="text-muted-foreground">{lines(line.code as "plan")}</dt>
            <dd>
              <Amount value={{ amount: line.amount, currency }} />
            </dd>
          </div>
        ))}
        <div className="flex justify-between gap-4 border-t pt-1.5 font-medium">
          <dt>{t("total")}</dt>
          <dd>
            <Amount value={example.total} />
          </dd>
        </div>
      </dl>
      {example.refused && (
        <p className="text-warning">
          {t("notUsed")} {t(`reasons.${example.refused}`)}
        </p>
      )}
      <p className="text-xs text-muted-foreground">{t("exampleHint")}</p>
    </div>
  );
}
