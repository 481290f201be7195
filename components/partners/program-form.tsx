"use client";

import { PlusIcon, Trash2Icon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { Field } from "@/components/forms/field";
import { useAction } from "@/components/hooks/use-action";
import { HelpHint } from "@/components/layout/help-hint";
import { Editable, May } from "@/components/layout/may";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Input } from "@/components/ui/input";
import { fromDraft, type LevelDraft, toDraft } from "./program-draft";
import { Simulation } from "./simulation";

const COLUMNS = ["name", "from", "percent", "bonus"] as const;

/** Levels and shares above, with what they would have come to last month before they are saved. */
export function ProgramForm({ program }: { program: Outputs["partners"]["program"] }) {
  const t = useTranslations("partners.program");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const [draft, setDraft] = useState(() => toDraft(program));
  const save = useAction(trpc.admin.partners.saveLevels.mutationOptions(), {
    done: common("saved"),
  });
  const [action, setAction] = useState<Action | null>(null);
  const { currency } = program;
  const input = fromDraft(draft, currency);
  const change = (index: number, part: Partial<LevelDraft>) =>
    setDraft((old) => ({
      ...old,
      levels: old.levels.map((level, at) => (at === index ? { ...level, ...part } : level)),
    }));
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[1fr_22rem]">
      <Card>
        <CardHeader>
          <div>
            <CardTitle>
              {t("levels")}
              <HelpHint term="level" />
            </CardTitle>
            <CardDescription>{t("levelsHint", { days: program.activeDays })}</CardDescription>
          </div>
        </CardHeader>
        <CardContent className="flex flex-col gap-4">
          <Editable needs="settings.write">
            {draft.levels.map((level, index) => (
              <fieldset
                key={level.key}
                className="grid grid-cols-2 items-end gap-3 sm:grid-cols-[1.4fr_1fr_1fr_1fr_auto]"
              >
                <legend className="sr-only">{t("level", { number: index + 1 })}</legend>
                {COLUMNS.map((column) => (
                  <Field key={column} label={t(`columns.${column}`, { currency })}>
                    {(props) => (
                      <Input
                        {...props}
                        value={level[column]}
                        inputMode={column === "name" ? "text" : "decimal"}
                        maxLength={column === "name" ? 40 : 12}
                        onChange={(event) => change(index, { [column]: event.target.value })}
                      />
                    )}
                  </Field>
                ))}
                <Button
                  variant="ghost"
                  size="icon-sm"
                  className="col-span-2 justify-self-end sm:col-span-1"
                  aria-label={t("remove", { number: index + 1 })}
                  disabled={draft.levels.length === 1}
                  onClick={() =>
                    setDraft((old) => ({
                      ...old,
                      levels: old.levels.filter((_, at) => at !== index),
                    }))
                  }
                >
                  <Trash2Icon />
                </Button>
              </fieldset>
            ))}
            <Button
              variant="outline"
              size="sm"
              className="self-start"
              onClick={() =>
                setDraft((old) => ({
                  ...old,
                  levels: [
                    ...old.levels,
                    { key: crypto.randomUUID(), name: "", from: "", percent: "", bonus: "" },
                  ],
                }))
              }
            >
              <PlusIcon />
              {t("add")}
            </Button>
            <Field label={t("override")} help={t("overrideHelp")}>
              {(props) => (
                <Input
                  {...props}
                  value={draft.override}
                  maxLength={100}
                  onChange={(event) =>
                    setDraft((old) => ({ ...old, override: event.target.value }))
                  }
                />
              )}
            </Field>
          </Editable>
          <May needs="settings.write">
            <div className="flex justify-end">
              <Button
                onClick={() =>
                  setAction({
                    title: t("saveTitle"),
                    consequence: t("saveConsequence"),
                    confirm: common("save"),
                    details: <Simulation input={input} />,
                    run: () => save.mutateAsync(input),
                  })
                }
              >
                {common("save")}
              </Button>
            </div>
          </May>
        </CardContent>
      </Card>
      <Simulation input={input} />
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </div>
  );
}
