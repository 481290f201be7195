"use client";

import { useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { Field } from "@/components/forms/field";
import { HelpHint } from "@/components/layout/help-hint";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import type { Locale } from "@/db/enums";
import { AmountsField } from "./amounts-field";
import type { PartProps } from "./promo-form";

/** How often and when the code may be used. */
export function PromoLimits({ draft, set, errorOf }: PartProps) {
  const t = useTranslations("promocodes.form");
  const common = useTranslations("common");
  const field = (
    name: "maxUses" | "perPerson" | "validFrom" | "validUntil",
    type: "numeric" | "datetime-local",
  ) => (
    <Field label={t(name)} help={t(`${name}Help`)} error={errorOf(name)}>
      {(props) => (
        <Input
          {...props}
          {...(type === "numeric" ? { inputMode: type } : { type })}
          placeholder={name === "maxUses" ? common("unlimited") : undefined}
          value={draft[name]}
          onChange={(event) => set({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("limits")}</CardTitle>
      </CardHeader>
      <CardContent className="grid gap-4 sm:grid-cols-2">
        {field("maxUses", "numeric")}
        {field("perPerson", "numeric")}
        {field("validFrom", "datetime-local")}
        {field("validUntil", "datetime-local")}
      </CardContent>
    </Card>
  );
}

/** Who may use it. */
export function PromoAudience({ draft, set, errorOf }: PartProps) {
  const t = useTranslations("promocodes.form");
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("audience")}</CardTitle>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        <Toggle
          label={t("newCustomersOnly")}
          help={t("newCustomersOnlyHelp")}
          checked={draft.newCustomersOnly}
          onChange={(newCustomersOnly) => set({ newCustomersOnly })}
        />
        <Field label={t("groups")} help={t("groupsHelp")} error={errorOf("groups")}>
          {(props) => (
            <Input
              {...props}
              value={draft.groups}
              maxLength={800}
              placeholder={t("everybody")}
              onChange={(event) => set({ groups: event.target.value })}
            />
          )}
        </Field>
      </CardContent>
    </Card>
  );
}

/** What orders it may be used for. */
export function PromoOrders({ draft, set, errorOf, plans }: PartProps) {
  const t = useTranslations("promocodes.form");
  const common = useTranslations("common");
  const locale = useLocale() as Locale;
  const days = [
    ...new Set([
      ...plans.flatMap((plan) => plan.durations.map((duration) => duration.days)),
      ...draft.durationDays,
    ]),
  ].sort((a, b) => a - b);
  const toggled = <T,>(list: T[], one: T, on: boolean): T[] =>
    on ? [...list, one] : list.filter((other) => other !== one);
  return (
    <Card>
      <CardHeader>
        <CardTitle>
          {t("orders")}
          <HelpHint term="stacking" />
        </CardTitle>
      </CardHeader>
      <CardContent className="flex flex-col gap-5">
        <Boxes
          label={t("plans")}
          help={t("plansHelp")}
          options={plans.map((plan) => ({
            key: plan.id,
            label: plan.name[locale],
            checked: draft.planIds.includes(plan.id),
            onChange: (on) => set({ planIds: toggled(draft.planIds, plan.id, on) }),
          }))}
        />
        <Boxes
          label={t("durations")}
          help={t("durationsHelp")}
          options={days.map((count) => ({
            key: String(count),
            label: common("days", { count }),
            checked: draft.durationDays.includes(count),
            onChange: (on) => set({ durationDays: toggled(draft.durationDays, count, on) }),
          }))}
        />
        <AmountsField
          label={t("minOrder")}
          help={t("minOrderHelp")}
          error={errorOf("minOrder")}
          value={draft.minOrder}
          onChange={(minOrder) => set({ minOrder })}
        />
        <Toggle
          label={t("stacks")}
          help={t("stacksHelp")}
          checked={draft.stacks}
          onChange={(stacks) => set({ stacks })}
        />
      </CardContent>
    </Card>
  );
}

type ToggleProps = {
  label: string;
  help: string;
  checked: boolean;
  onChange: (on: boolean) => void;
};

function Toggle({ label, help, checked, onChange }: ToggleProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="flex flex-col gap-1">
        <Label htmlFor={id}>{label}</Label>
        <p id={`${id}-help`} className="text-xs text-muted-foreground">
          {help}
        </p>
      </div>
      <Switch
        id={id}
        aria-describedby={`${id}-help`}
        checked={checked}
        onCheckedChange={onChange}
      />
    </div>
  );
}

type BoxesProps = {
  label: string;
  help: string;
  options: { key: string; label: string; checked: boolean; onChange: (on: boolean) => void }[];
};

function Boxes({ label, help, options }: BoxesProps) {
  const id = useId();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-[13px] font-medium">{label}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-2.5">
        {options.map((option) => (
          <Label key={option.key} htmlFor={`${id}-${option.key}`} className="gap-2 font-normal">
            <Checkbox
              id={`${id}-${option.key}`}
              checked={option.checked}
              onCheckedChange={(on) => option.onChange(on === true)}
            />
            {option.label}
          </Label>
        ))}
      </div>
      <p className="text-xs text-muted-foreground">{help}</p>
    </fieldset>
  );
}
