"use client";

import { Loader2Icon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Field } from "@/components/forms/field";
import { useAction } from "@/components/hooks/use-action";
import { Editable, May } from "@/components/layout/may";
import { href } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Input } from "@/components/ui/input";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import {
  LOCALES,
  PLAN_AUDIENCES,
  type PlanAudience,
  TRAFFIC_STRATEGIES,
  type TrafficStrategy,
} from "@/db/enums";
import { type PlanView, planInput } from "@/server/domains/catalog/schemas";
import { fromDraft, type PlanDraft, toDraft } from "./plan-draft";
import { PriceMatrix } from "./price-matrix";
import { SquadPicker } from "./squad-picker";

/** A plan with all that is sold by it; null makes a new one. */
export function PlanForm({ plan }: { plan: PlanView | null }) {
  const t = useTranslations("catalog");
  const common = useTranslations("common");
  const router = useRouter();
  const trpc = useTRPC();
  const [draft, setDraft] = useState(() => toDraft(plan));
  const [problem, setProblem] = useState<{ field: string; text: string } | null>(null);
  const done = { done: common("saved"), onDone: () => router.push(href("/admin/catalog")) };
  const create = useAction(trpc.admin.catalog.create.mutationOptions(), done);
  const update = useAction(trpc.admin.catalog.update.mutationOptions(), done);
  const pending = create.isPending || update.isPending;
  const set = (change: Partial<PlanDraft>) => setDraft((old) => ({ ...old, ...change }));
  const errorOf = (field: string) => (problem?.field === field ? problem.text : undefined);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = fromDraft(draft);
    if ("code" in input) {
      setProblem({ field: input.field, text: t(`problems.${input.code}`) });
      return;
    }
    const checked = planInput.safeParse(input);
    if (!checked.success) {
      const field = String(checked.error.issues[0]?.path[0] ?? "");
      setProblem({
        field,
        text: t(t.has(`problems.${field}`) ? `problems.${field}` : "problems.other"),
      });
      return;
    }
    setProblem(null);
    if (plan) update.mutate({ ...input, planId: plan.id });
    else create.mutate(input);
  };

  return (
    <form onSubmit={submit} className="flex max-w-4xl flex-col gap-5">
      <Editable needs="catalog.write">
        <Card>
          <CardHeader>
            <CardTitle>{t("texts")}</CardTitle>
          </CardHeader>
          <CardContent className="grid gap-4 md:grid-cols-2">
            {LOCALES.map((language) => (
              <div key={language} className="flex flex-col gap-4">
                <Field
                  label={t(`nameIn.${language}`)}
                  error={draft.name[language] ? undefined : errorOf("name")}
                >
                  {(props) => (
                    <Input
                      {...props}
                      value={draft.name[language]}
                      maxLength={60}
                      onChange={(event) =>
                        set({ name: { ...draft.name, [language]: event.target.value } })
                      }
                    />
                  )}
                </Field>
                <Field label={t(`descriptionIn.${language}`)} optional={common("optional")}>
                  {(props) => (
                    <Textarea
                      {...props}
                      value={draft.description[language]}
                      maxLength={500}
                      onChange={(event) =>
                        set({
                          description: { ...draft.description, [language]: event.target.value },
                        })
                      }
                    />
                  )}
                </Field>
              </div>
            ))}
          </CardContent>
        </Card>
        <Card>
          <CardHeader>
            <CardTitle>{t("limits")}</CardTitle>
          </CardHeader>
          <CardContent className="grid gap-4 sm:grid-cols-2">
            <Field label={t("traffic")} help={t("trafficHelp")} error={errorOf("traffic")}>
              {(props) => (
                <Input
                  {...props}
                  inputMode="decimal"
                  value={draft.traffic}
                  placeholder={common("unlimited")}
                  onChange={(event) => set({ traffic: event.target.value })}
                />
              )}
            </Field>
            <Field label={t("strategy")} help={t("strategyHelp")}>
              {(props) => (
                <Choice
                  {...props}
                  value={draft.trafficStrategy}
                  options={TRAFFIC_STRATEGIES.map((value) => ({
                    value,
                    label: t(`strategies.${value}`),
                  }))}
                  onChange={(value) => set({ trafficStrategy: value as TrafficStrategy })}
                />
              )}
            </Field>
            <Field label={t("devices")} help={t("devicesHelp")} error={errorOf("deviceLimit")}>
              {(props) => (
                <Input
                  {...props}
                  type="number"
                  min={0}
                  max={1000}
                  value={draft.devices}
                  onChange={(event) => set({ devices: event.target.value })}
                />
              )}
            </Field>
            <Field label={t("audience")} help={t(`audienceHelp.${draft.audience}`)}>
              {(props) => (
                <Choice
                  {...props}
                  value={draft.audience}
                  options={PLAN_AUDIENCES.map((value) => ({
                    value,
                    label: t(`audiences.${value}`),
                  }))}
                  onChange={(value) => set({ audience: value as PlanAudience })}
                />
              )}
            </Field>
          </CardContent>
        </Card>
        <SquadPicker
          internal={draft.internalSquads}
          external={draft.externalSquad}
          error={errorOf("internalSquads")}
          onChange={set}
        />
        <PriceMatrix draft={draft} onChange={set} error={errorOf("durations")} />
      </Editable>
      <May needs="catalog.write">
        <div className="sticky bottom-0 -mx-4 flex justify-end gap-2 border-t bg-background/90 px-4 py-3 backdrop-blur md:mx-0 md:px-0">
          <Button variant="outline" onClick={() => router.push(href("/admin/catalog"))}>
            {common("cancel")}
          </Button>
          <Button type="submit" disabled={pending}>
            {pending && <Loader2Icon className="animate-spin" />}
            {common("save")}
          </Button>
        </div>
      </May>
    </form>
  );
}

type ChoiceProps = {
  id: string;
  "aria-describedby"?: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
};

function Choice({ value, options, onChange, ...props }: ChoiceProps) {
  return (
    <Select value={value} onValueChange={onChange}>
      <SelectTrigger className="w-full" {...props}>
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        {options.map((option) => (
          <SelectItem key={option.value} value={option.value}>
            {option.label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
