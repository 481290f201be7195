"use client";

import { PlusIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Field } from "@/components/forms/field";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Input } from "@/components/ui/input";
import { CURRENCY_CODES, type Currency } from "@/server/rules/money";
import type { Amounts } from "./promo-draft";

type Props = {
  label: string;
  help: string;
  error?: string;
  value: Amounts;
  onChange: (value: Amounts) => void;
};

const USUAL: Currency[] = ["RUB", "USD", "XTR"];

/** An amount in each currency that has one; empty is none. */
export function AmountsField({ label, help, error, value, onChange }: Props) {
  const t = useTranslations("promocodes.form");
  const shown = CURRENCY_CODES.filter((code) => USUAL.includes(code) || value[code] !== undefined);
  const rest = CURRENCY_CODES.filter((code) => !shown.includes(code));
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 text-[13px] font-medium">{label}</legend>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">
        {shown.map((code) => (
          <Field key={code} label={code === "XTR" ? "XTR ⭐" : code}>
            {(props) => (
              <Input
                {...props}
                inputMode="decimal"
                placeholder="–"
                className="text-right tabular-nums"
                value={value[code] ?? ""}
                onChange={(event) => onChange({ ...value, [code]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <div className="flex items-start justify-between gap-3">
        <p className={`text-xs ${error ? "text-destructive" : "text-muted-foreground"}`}>
          {error ?? help}
        </p>
        {rest.length > 0 && (
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <Button variant="ghost" size="sm">
                <PlusIcon />
                {t("addCurrency")}
              </Button>
            </DropdownMenuTrigger>
            <DropdownMenuContent align="end">
              {rest.map((code) => (
                <DropdownMenuItem key={code} onSelect={() => onChange({ ...value, [code]: "" })}>
                  {code}
                </DropdownMenuItem>
              ))}
            </DropdownMenuContent>
          </DropdownMenu>
        )}
      </div>
    </fieldset>
  );
}
