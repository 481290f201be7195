"use client";

import { KeyRoundIcon, Loader2Icon } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { Field } from "@/components/forms/field";
import { useAction } from "@/components/hooks/use-action";
import { useErrorText } from "@/components/hooks/use-error-text";
import { LANGUAGE_NAMES } from "@/components/layout/locale";
import { useChangePassword } from "@/components/layout/use-change-password";
import { useOwnLocale } from "@/components/layout/use-own-locale";
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
import { LOCALES } from "@/db/enums";

/** One's name, address, language and password. */
export function Profile({ name, email }: { name: string; email: string }) {
  const t = useTranslations("account.profile");
  const trpc = useTRPC();
  const errorText = useErrorText();
  const [action, setAction] = useState<Action | null>(null);
  const { locale, chooseLocale } = useOwnLocale();
  const changePassword = useChangePassword();
  const save = useAction(trpc.admin.account.setName.mutationOptions(), { done: t("saved") });
  const ask = useAction(trpc.admin.account.askEmail.mutationOptions());
  const confirm = useAction(trpc.admin.account.confirmEmail.mutationOptions(), {
    done: t("emailChanged"),
  });
  /** What follows once the open dialog has done its part. */
  const next = useRef<Action | null>(null);
  const enterCode = (address: string): Action => ({
    title: t("emailCodeTitle"),
    consequence: t("emailCodeText", { email: address }),
    confirm: t("emailConfirm"),
    fields: [{ name: "code", label: t("emailCode"), type: "text", required: true }],
    run: ({ code = "" }) => confirm.mutateAsync({ code }),
  });
  const changeEmail: Action = {
    title: t("emailTitle"),
    consequence: t("emailText"),
    confirm: t("emailSend"),
    fields: [{ name: "email", label: t("newEmail"), type: "text", required: true }],
    run: async ({ email: address = "" }) => {
      await ask.mutateAsync({ email: address.trim() });
      next.current = enterCode(address.trim());
    },
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate({ name: String(new FormData(event.currentTarget).get("name")) });
  };
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>{t("title")}</CardTitle>
          <CardDescription>{t("about")}</CardDescription>
        </div>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
          <div className="min-w-48 flex-1">
            <Field label={t("name")} error={save.error ? errorText(save.error) : undefined}>
              {(props) => (
                <Input
                  {...props}
                  key={name}
                  name="name"
                  autoComplete="name"
                  defaultValue={name}
                  maxLength={100}
                  required
                />
              )}
            </Field>
          </div>
          <Button type="submit" variant="outline" disabled={save.isPending}>
            {save.isPending && <Loader2Icon className="animate-spin" />}
            {t("save")}
          </Button>
        </form>
        <div className="flex flex-wrap items-end gap-3">
          <div className="min-w-48 flex-1">
            <Field label={t("email")}>
              {(props) => <Input {...props} type="email" value={email} readOnly />}
            </Field>
          </div>
          <Button variant="outline" onClick={() => setAction(changeEmail)}>
            {t("changeEmail")}
          </Button>
        </div>
        <Field label={t("language")}>
          {(props) => (
            <Select value={locale} onValueChange={chooseLocale}>
              <SelectTrigger {...props} className="w-full">
                <SelectValue />
              </SelectTrigger>
              <SelectContent>
                {LOCALES.map((value) => (
                  <SelectItem key={value} value={value}>
                    {LANGUAGE_NAMES[value]}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          )}
        </Field>
        <Button variant="outline" className="self-start" onClick={() => setAction(changePassword)}>
          <KeyRoundIcon />
          {changePassword.title}
        </Button>
      </CardContent>
      <ActionDialog
        action={action}
        onClose={() => {
          setAction(next.current);
          next.current = null;
        }}
      />
    </Card>
  );
}
