"use client";

import { useLocale, useTranslations } from "next-intl";
import { Field } from "@/components/forms/field";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Input } from "@/components/ui/input";
import { type Locale, PROMO_KINDS, type PromoKind } from "@/db/enums";
import { AmountsField } from "./amounts-field";
import { Choice } from "./choice";
import type { PromoDraft } from "./promo-draft";
import type { PartProps } from "./promo-form";

/** What the code gives: a discount on an order, or something by itself. */
export function PromoGives({ draft, set, errorOf, plans, used }: PartProps & { used: boolean }) {
  const t = useTranslations("promocodes.form");
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("gives")}</CardTitle>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        <Field label={t("kind")} help={used ? t("kindFixed") : t(`kindHelp.${draft.kind}`)}>
          {(props) => (
            <Choice
              {...props}
              value={draft.kind}
              options={(used ? [draft.kind] : PROMO_KINDS).map((value) => ({
                value,
                label: t(`kinds.${value}`),
              }))}
              onChange={(kind) => set({ kind: kind as PromoKind })}
            />
          )}
        </Field>
        {draft.kind === "percent" && (
          <Field label={t("percent")} help={t("percentHelp")} error={errorOf("percentBp")}>
            {(props) => (
              <Input
                {...props}
                inputMode="decimal"
                value={draft.percent}
                onChange={(event) => set({ percent: event.target.value })}
              />
            )}
          </Field>
        )}
        {draft.kind === "fixed" && (
          <AmountsField
            label={t("amounts")}
            help={t("amountsHelp")}
            error={errorOf("amounts")}
            value={draft.amounts}
            onChange={(amounts) => set({ amounts })}
          />
        )}
        {draft.kind === "trial_days" && (
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t("trialDays")} help={t("trialDaysHelp")} error={errorOf("trialDays")}>
              {(props) => (
                <Input
                  {...props}
                  inputMode="numeric"
                  value={draft.trialDays}
                  onChange={(event) => set({ trialDays: event.target.value })}
                />
              )}
            </Field>
            <PlanChoice
              label={t("trialPlan")}
              none={t("trialPlanDefault")}
              plans={plans}
              value={draft.planId}
              onChange={(planId) => set({ planId })}
            />
          </div>
        )}
        {draft.kind === "special" && (
          <SpecialFields draft={draft} set={set} plans={plans} error={errorOf("special")} />
        )}
      </CardContent>
    </Card>
  );
}

type SpecialProps = Pick<PartProps, "draft" | "set" | "plans"> & { error?: string };

function SpecialFields({ draft, set, plans, error }: SpecialProps) {
  const t = useTranslations("promocodes.form");
  const field = (name: "days" | "trafficGib" | "devices" | "discount" | "group") => (
    <Field label={t(`special.${name}`)} help={t(`special.${name}Help`)}>
      {(props) => (
        <Input
          {...props}
          inputMode={name === "group" ? "text" : "decimal"}
          maxLength={40}
          value={draft[name]}
          onChange={(event) => set({ [name]: event.target.value } as Pick<PromoDraft, typeof name>)}
        />
      )}
    </Field>
  );
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <PlanChoice
          label={t("special.plan")}
          none={t("special.noPlan")}
          plans={plans}
          value={draft.planId}
          onChange={(planId) => set({ planId })}
        />
        {field("days")}
        {field("trafficGib")}
        {field("devices")}
        {field("discount")}
        {field("group")}
      </div>
      {error && <p className="text-xs text-destructive">{error}</p>}
    </>
  );
}

type PlanProps = {
  label: string;
  none: string;
  plans: PartProps["plans"];
  value: string;
  onChange: (planId: string) => void;
};

function PlanChoice({ label, none, plans, value, onChange }: PlanProps) {
  const locale = useLocale() as Locale;
  return (
    <Field label={label}>
      {(props) => (
        <Choice
          {...props}
          value={value}
          options={[
            { value: "", label: none },
            ...plans.map((plan) => ({ value: plan.id, label: plan.name[locale] })),
          ]}
          onChange={onChange}
        />
      )}
    </Field>
  );
}
