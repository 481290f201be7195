"use client";

import { useQueryClient } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import { KeyRoundIcon, Loader2Icon } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { Field } from "@/components/forms/field";
import { useAction } from "@/components/hooks/use-action";
import { useUndo } from "@/components/hooks/use-undo";
import { Editable, May } from "@/components/layout/may";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { SettingsControl, type SettingsValue } from "./settings-control";
import { useSettingsWords } from "./settings-words";

type Group = Outputs["settings"]["groups"][number];

/** A form made from a group's schema; nothing here knows any particular setting. */
export function SettingsForm({ group, title }: { group: Group; title: string }) {
  const t = useTranslations("settings");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const [changed, setChanged] = useState<Record<string, SettingsValue>>({});
  const [wrong, setWrong] = useState<string | null>(null);
  const queryClient = useQueryClient();
  const undo = useUndo();
  const save = useAction(trpc.admin.settings.update.mutationOptions());
  const about = `groups.${group.id.replaceAll(".", "_")}.about`;
  const words = useSettingsWords(group.id);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setWrong(null);
    const { id, fields, values: before } = group;
    const sent = changed;
    try {
      await save.mutateAsync({ id, values: sent });
      // A secret that was replaced is shown to nobody: its way back is in the history.
      if (fields.some(({ name, secret }) => secret && name in sent)) toast.success(common("saved"));
      else {
        const values = Object.fromEntries(
          // What was not set goes back to what a cleared field sends.
          Object.entries(sent).map(([name, now]) => [
            name,
            before[name] ?? (typeof now === "string" ? "" : null),
          ]),
        );
        undo(common("saved"), () => save.mutateAsync({ id, values }));
      }
      await queryClient.invalidateQueries({ queryKey: trpc.admin.settings.groups.queryKey() });
      // What was typed meanwhile stays.
      setChanged((now) =>
        Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== sent[name])),
      );
    } catch (error) {
      if (error instanceof TRPCClientError) setWrong(error.data?.app?.details?.field ?? null);
    }
  };

  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>{title}</CardTitle>
          {t.has(about) && <CardDescription>{t(about)}</CardDescription>}
        </div>
      </CardHeader>
      <CardContent>
        {group.unreadable && (
          <Alert variant="warning" className="mb-4">
            <KeyRoundIcon />
            <AlertTitle>{t("unreadable.title")}</AlertTitle>
            <AlertDescription>{t("unreadable.text")}</AlertDescription>
          </Alert>
        )}
        <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
          {group.fields.map((field) => {
            const fromEnvironment =
              group.fromEnvironment.includes(field.name) && !(field.name in changed);
            const notes = [words.help(field.name), fromEnvironment && t("fromEnvironment")].filter(
              Boolean,
            );
            return (
              <Field
                key={field.name}
                label={words.label(field.name)}
                help={notes.join(" ") || undefined}
                error={wrong === field.name ? t("wrong") : undefined}
              >
                {(props) => (
                  <Editable needs={field.secret ? "settings.secrets" : "settings.write"}>
                    <SettingsControl
                      {...props}
                      field={field}
                      word={(option) => words.option(field.name, option)}
                      isSet={group.secrets[field.name]?.set ?? false}
                      value={changed[field.name] ?? group.values[field.name] ?? null}
                      onChange={(value) => setChanged((old) => ({ ...old, [field.name]: value }))}
                    />
                  </Editable>
                )}
              </Field>
            );
          })}
          <May needs="settings.write">
            <div className="flex items-center justify-end gap-2 border-t pt-4">
              <Button type="submit" disabled={save.isPending || Object.keys(changed).length === 0}>
                {save.isPending && <Loader2Icon className="animate-spin" />}
                {common("save")}
              </Button>
            </div>
          </May>
        </form>
      </CardContent>
    </Card>
  );
}
