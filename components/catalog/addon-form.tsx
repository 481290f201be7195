"use client";

import { useQuery } from "@tanstack/react-query";
import { Loader2Icon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Field } from "@/components/forms/field";
import { useAction } from "@/components/hooks/use-action";
import { Editable, May } from "@/components/layout/may";
import { Loaded } from "@/components/layout/states";
import { href } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { ADDON_KINDS, type AddonKind, LOCALES, type Locale } from "@/db/enums";
import { type AddonView, addonInput } from "@/server/domains/catalog/schemas";
import { CURRENCY_CODES } from "@/server/rules/money";
import { type AddonDraft, fromAddonDraft, toAddonDraft } from "./addon-draft";

/** Extra traffic or devices; null makes a new one. */
export function AddonForm({ addon }: { addon: AddonView | null }) {
  const t = useTranslations("catalog");
  const a = useTranslations("catalog.addons");
  const common = useTranslations("common");
  const router = useRouter();
  const trpc = useTRPC();
  const [draft, setDraft] = useState(() => toAddonDraft(addon));
  const [problem, setProblem] = useState<{ field: string; text: string } | null>(null);
  const save = useAction(trpc.admin.catalog.saveAddon.mutationOptions(), {
    done: common("saved"),
    onDone: () => router.push(href("/admin/catalog")),
  });
  const set = (change: Partial<AddonDraft>) => setDraft((old) => ({ ...old, ...change }));
  const errorOf = (field: string) => (problem?.field === field ? problem.text : undefined);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = fromAddonDraft(draft);
    if ("code" in input) {
      setProblem({ field: input.field, text: t(`problems.${input.code}`) });
      return;
    }
    const checked = addonInput.safeParse(input);
    if (!checked.success) {
      const field = String(checked.error.issues[0]?.path[0] ?? "");
      const known = a.has(`problems.${field}`);
      setProblem({ field, text: known ? a(`problems.${field}`) : t("problems.other") });
      return;
    }
    setProblem(null);
    save.mutate({ ...input, addonId: addon?.id ?? null });
  };

  return (
    <form onSubmit={submit} className="flex max-w-4xl flex-col gap-5">
      <Editable needs="catalog.write">
        <Card>
          <CardHeader>
            <CardTitle>{a("what")}</CardTitle>
          </CardHeader>
          <CardContent className="grid gap-4 sm:grid-cols-2">
            {LOCALES.map((language) => (
              <Field
                key={language}
                label={t(`nameIn.${language}`)}
                error={draft.name[language].trim() ? undefined : errorOf("name")}
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
            ))}
            <Field label={a("kind")} help={addon ? a("kindFixed") : undefined}>
              {(props) => (
                <Select
                  value={draft.kind}
                  disabled={addon !== null}
                  onValueChange={(kind) => set({ kind: kind as AddonKind })}
                >
                  <SelectTrigger className="w-full" {...props}>
                    <SelectValue />
                  </SelectTrigger>
                  <SelectContent>
                    {ADDON_KINDS.map((kind) => (
                      <SelectItem key={kind} value={kind}>
                        {a(`kinds.${kind}`)}
                      </SelectItem>
                    ))}
                  </SelectContent>
                </Select>
              )}
            </Field>
            <Field label={a(`quantity.${draft.kind}`)} error={errorOf("quantity")}>
              {(props) => (
                <Input
                  {...props}
                  inputMode="decimal"
                  value={draft.quantity}
                  onChange={(event) => set({ quantity: event.target.value })}
                />
              )}
            </Field>
            <Tick
              label={a("recurring")}
              hint={a(draft.recurring ? "recurringOn" : "recurringOff")}
              checked={draft.recurring}
              onToggle={(recurring) => set({ recurring })}
            />
          </CardContent>
        </Card>
        <Card>
          <CardHeader>
            <div>
              <CardTitle>{a("prices")}</CardTitle>
              <CardDescription>{a(draft.recurring ? "per30Days" : "once")}</CardDescription>
            </div>
          </CardHeader>
          <CardContent className="flex flex-col gap-3">
            <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
              {CURRENCY_CODES.map((code) => (
                <Field key={code} label={code === "XTR" ? "XTR ⭐" : code}>
                  {(props) => (
                    <Input
                      {...props}
                      inputMode="decimal"
                      placeholder="–"
                      className="text-right tabular-nums"
                      value={draft.prices[code] ?? ""}
                      onChange={(event) =>
                        set({ prices: { ...draft.prices, [code]: event.target.value } })
                      }
                    />
                  )}
                </Field>
              ))}
            </div>
            {errorOf("prices") && (
              <p role="alert" className="text-xs text-destructive">
                {errorOf("prices")}
              </p>
            )}
          </CardContent>
        </Card>
        <PlanChoice planIds={draft.planIds} onChange={(planIds) => set({ planIds })} />
      </Editable>
      <May needs="catalog.write">
        <div className="sticky bottom-0 -mx-4 flex justify-end gap-2 border-t bg-background/90 px-4 py-3 backdrop-blur md:mx-0 md:px-0">
          <Button variant="outline" onClick={() => router.push(href("/admin/catalog"))}>
            {common("cancel")}
          </Button>
          <Button type="submit" disabled={save.isPending}>
            {save.isPending && <Loader2Icon className="animate-spin" />}
            {common("save")}
          </Button>
        </div>
      </May>
    </form>
  );
}

type ChoiceProps = { planIds: string[]; onChange: (planIds: string[]) => void };

/** For which plans; none chosen is every plan. Archived ones are listed: their subscriptions go on. */
function PlanChoice({ planIds, onChange }: ChoiceProps) {
  const a = useTranslations("catalog.addons");
  const trpc = useTRPC();
  const locale = useLocale() as Locale;
  const plans = useQuery(trpc.admin.catalog.list.queryOptions({ archived: true }));
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>{a("plans")}</CardTitle>
          <CardDescription>{a("plansHint")}</CardDescription>
        </div>
      </CardHeader>
      <CardContent>
        <Loaded query={plans}>
          {(all) => (
            <div className="grid gap-2 sm:grid-cols-2">
              {all.map((plan) => (
                <Tick
                  key={plan.id}
                  label={plan.name[locale]}
                  hint={plan.archivedAt ? a("archivedPlan") : undefined}
                  checked={planIds.includes(plan.id)}
                  onToggle={(on) =>
                    onChange(on ? [...planIds, plan.id] : planIds.filter((id) => id !== plan.id))
                  }
                />
              ))}
            </div>
          )}
        </Loaded>
      </CardContent>
    </Card>
  );
}

type TickProps = {
  label: string;
  hint?: string;
  checked: boolean;
  onToggle: (on: boolean) => void;
};

function Tick({ label, hint, checked, onToggle }: TickProps) {
  const id = useId();
  return (
    <Label
      htmlFor={id}
      className="flex items-center gap-3 rounded-lg border p-3 font-normal has-[[data-state=checked]]:border-primary/50 has-[[data-state=checked]]:bg-primary/5"
    >
      <Checkbox id={id} checked={checked} onCheckedChange={(on) => onToggle(on === true)} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{label}</span>
        {hint && <span className="mt-1 block text-xs text-muted-foreground">{hint}</span>}
      </span>
    </Label>
  );
}
