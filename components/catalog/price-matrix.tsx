"use client";

import { PlusIcon, Trash2Icon } from "lucide-react";
import { useTranslations } from "next-intl";
import { HelpHint } from "@/components/layout/help-hint";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Input } from "@/components/ui/input";
import { CURRENCY_CODES, type Currency } from "@/server/rules/money";
import { newKey, type PlanDraft } from "./plan-draft";

type Props = {
  draft: PlanDraft;
  onChange: (change: Partial<PlanDraft>) => void;
  error?: string;
};

/** Durations down, currencies across. An empty cell is not for sale in that currency. */
export function PriceMatrix({ draft, onChange, error }: Props) {
  const t = useTranslations("catalog.prices");
  const { durations, currencies } = draft;
  const rest = CURRENCY_CODES.filter((code) => !currencies.includes(code));
  const change = (key: string, patch: Partial<PlanDraft["durations"][number]>) =>
    onChange({ durations: durations.map((row) => (row.key === key ? { ...row, ...patch } : row)) });
  const setPrice = (row: PlanDraft["durations"][number], currency: Currency, value: string) =>
    change(row.key, { prices: { ...row.prices, [currency]: value } });

  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>
            {t("title")}
            <HelpHint term="proration" />
          </CardTitle>
          <CardDescription>{t("hint")}</CardDescription>
        </div>
        {rest.length > 0 && (
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <Button variant="outline" size="sm">
                <PlusIcon />
                {t("addCurrency")}
              </Button>
            </DropdownMenuTrigger>
            <DropdownMenuContent align="end">
              {rest.map((code) => (
                <DropdownMenuItem
                  key={code}
                  onSelect={() => onChange({ currencies: [...currencies, code] })}
                >
                  {code === "XTR" ? "XTR ⭐" : code}
                </DropdownMenuItem>
              ))}
            </DropdownMenuContent>
          </DropdownMenu>
        )}
      </CardHeader>
      <CardContent>
        <div className="overflow-x-auto">
          <table className="w-full text-[13px]">
            <thead>
              <tr className="text-left text-xs text-muted-foreground">
                <th className="pb-2 pr-3 font-medium">{t("days")}</th>
                {currencies.map((code) => (
                  <th key={code} className="pb-2 pr-3 font-medium">
                    {code === "XTR" ? "XTR ⭐" : code}
                  </th>
                ))}
                <th className="w-9" />
              </tr>
            </thead>
            <tbody>
              {durations.map((row) => (
                <tr key={row.key}>
                  <td className="w-28 pb-2 pr-3">
                    <Input
                      type="number"
                      min={1}
                      max={36500}
                      value={row.days}
                      aria-label={t("days")}
                      className="min-w-20"
                      onChange={(event) => change(row.key, { days: event.target.value })}
                    />
                  </td>
                  {currencies.map((code) => (
                    <td key={code} className="pb-2 pr-3">
                      <Input
                        inputMode="decimal"
                        value={row.prices[code] ?? ""}
                        placeholder="–"
                        aria-label={t("priceOf", { days: row.days, currency: code })}
                        className="min-w-24 text-right tabular-nums"
                        onChange={(event) => setPrice(row, code, event.target.value)}
                      />
                    </td>
                  ))}
                  <td className="pb-2 text-right">
                    <Button
                      variant="ghost"
                      size="icon-sm"
                      aria-label={t("remove", { days: row.days })}
                      disabled={durations.length === 1}
                      onClick={() =>
                        onChange({ durations: durations.filter(({ key }) => key !== row.key) })
                      }
                    >
                      <Trash2Icon />
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {error && <p className="mb-2 text-xs text-destructive">{error}</p>}
        <Button
          variant="ghost"
          size="sm"
          onClick={() =>
            onChange({ durations: [...durations, { key: newKey(), days: "", prices: {} }] })
          }
        >
          <PlusIcon />
          {t("addDuration")}
        </Button>
      </CardContent>
    </Card>
  );
}
