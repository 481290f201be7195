"use client";

import { Loader2Icon } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Field } from "@/components/forms/field";
import { useAction } from "@/components/hooks/use-action";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Input } from "@/components/ui/input";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { storeRateInput } from "@/server/domains/analytics/schemas";
import { rateToDecimal } from "@/server/rules/fx";
import { CURRENCY_CODES, type Currency } from "@/server/rules/money";

export type RatePair = { from: Currency; to: Currency };

type Props = {
  pair: RatePair;
  onPair: (pair: RatePair) => void;
  known: Outputs["analytics"]["rates"];
};

const today = () => new Date().toISOString().slice(0, 10);
/** A rate so many times another than the last one is more often a slip than a crash. */
const FAR = 2;

/** Stores what one unit of a currency was worth in another on a day. */
export function RateEditor({ pair, onPair, known }: Props) {
  const t = useTranslations("settings.rates");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const [rate, setRate] = useState("");
  const [day, setDay] = useState(today);
  const [problem, setProblem] = useState<string | null>(null);
  const save = useAction(trpc.admin.analytics.storeRate.mutationOptions(), {
    done: common("saved"),
    onDone: () => setRate(""),
  });
  const last = known.find(({ from, to }) => from === pair.from && to === pair.to);
  const input = { ...pair, rate: rate.replace(",", ".").trim(), day };
  const errorOf = (field: string) => (problem === field ? t(`problems.${field}`) : undefined);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const checked = storeRateInput.safeParse(input);
    const field = checked.success
      ? day > today()
        ? "day"
        : null
      : String(checked.error.issues[0]?.path[0]);
    setProblem(field);
    if (!field) save.mutate(input);
  };

  const said = Number(input.rate);
  const before = last ? Number(rateToDecimal(last.rateMicros)) : null;
  const far = before && said > 0 ? said > before * FAR || said * FAR < before : false;
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>{t("store")}</CardTitle>
          <CardDescription>{t("storeHint")}</CardDescription>
        </div>
      </CardHeader>
      <CardContent>
        <form onSubmit={submit} noValidate className="grid grid-cols-2 gap-4 sm:grid-cols-4">
          {(["from", "to"] as const).map((side) => (
            <Field key={side} label={t(side)} error={errorOf(side)}>
              {(props) => (
                <Select
                  value={pair[side]}
                  onValueChange={(code) => onPair({ ...pair, [side]: code as Currency })}
                >
                  <SelectTrigger className="w-full" {...props}>
                    <SelectValue />
                  </SelectTrigger>
                  <SelectContent>
                    {CURRENCY_CODES.map((code) => (
                      <SelectItem key={code} value={code}>
                        {code === "XTR" ? "XTR ⭐" : code}
                      </SelectItem>
                    ))}
                  </SelectContent>
                </Select>
              )}
            </Field>
          ))}
          <Field label={t("rate")} error={errorOf("rate")}>
            {(props) => (
              <Input
                {...props}
                data-rate
                inputMode="decimal"
                autoComplete="off"
                className="tabular"
                placeholder={last ? rateToDecimal(last.rateMicros) : "81.5"}
                value={rate}
                onChange={(event) => setRate(event.target.value)}
              />
            )}
          </Field>
          <Field label={t("day")} error={errorOf("day")}>
            {(props) => (
              <Input
                {...props}
                type="date"
                max={today()}
                value={day}
                onChange={(event) => setDay(event.target.value)}
              />
            )}
          </Field>
          <div className="col-span-full flex flex-wrap items-center justify-between gap-3 border-t pt-4">
            <p aria-live="polite" className="min-w-0 flex-1 text-[13px] text-muted-foreground">
              {said > 0 && t("both", { ...pair, rate: input.rate, back: short(1 / said) })}
              {far && (
                <span className="mt-0.5 block text-warning">
                  {t("far", { rate: last ? rateToDecimal(last.rateMicros) : "" })}
                </span>
              )}
            </p>
            <Button type="submit" disabled={save.isPending || rate.trim() === ""}>
              {save.isPending && <Loader2Icon className="animate-spin" />}
              {common("save")}
            </Button>
          </div>
        </form>
      </CardContent>
    </Card>
  );
}

/** Enough digits to see which way round a rate is. */
const short = (rate: number): string => String(Number(rate.toPrecision(4)));
