"use client";

import { Loader2Icon, SmartphoneIcon } from "lucide-react";
import Image from "next/image";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { Field } from "@/components/forms/field";
import { useAction } from "@/components/hooks/use-action";
import { useErrorText } from "@/components/hooks/use-error-text";
import { Copyable } from "@/components/layout/copyable";
import { useTRPC } from "@/components/lib/trpc";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Input } from "@/components/ui/input";

type Props = { isOn: boolean; onCodes: (codes: string[]) => void };

/** Codes of an app as a second factor: set up with a QR code, proven by the first code. */
export function AuthenticatorApp({ isOn, onCodes }: Props) {
  const t = useTranslations("account.totp");
  const trpc = useTRPC();
  const errorText = useErrorText();
  const [action, setAction] = useState<Action | null>(null);
  const start = useAction(trpc.admin.account.startTotp.mutationOptions());
  const confirm = useAction(trpc.admin.account.confirmTotp.mutationOptions(), {
    done: t("done"),
    ownErrors: true,
    onDone: ({ recoveryCodes }) => {
      start.reset();
      onCodes(recoveryCodes);
    },
  });
  const disable = useAction(trpc.admin.account.disableTotp.mutationOptions(), { done: t("off") });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    confirm.mutate({ code: String(new FormData(event.currentTarget).get("code")) });
  };
  const askToDisable = () =>
    setAction({
      title: t("removeTitle"),
      consequence: t("removeConsequence"),
      confirm: t("remove"),
      destructive: true,
      run: () => disable.mutateAsync(),
    });
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle className="flex items-center gap-2">
            {t("title")}
            {isOn && <Badge variant="success">{t("on")}</Badge>}
          </CardTitle>
          <CardDescription>{t("about")}</CardDescription>
        </div>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        {isOn ? (
          <Button variant="outline" className="self-start" onClick={askToDisable}>
            {t("remove")}
          </Button>
        ) : start.data ? (
          <form onSubmit={submit} className="flex flex-col gap-4">
            <p className="text-[13px] text-muted-foreground">{t("scan")}</p>
            <Image
              src={start.data.qr}
              alt={t("qr")}
              width={232}
              height={232}
              unoptimized
              className="self-center rounded-md border bg-white p-2"
            />
            <p className="text-[13px] text-muted-foreground">{t("orType")}</p>
            <Copyable value={start.data.secret} />
            <Field label={t("code")} error={confirm.error ? errorText(confirm.error) : undefined}>
              {(props) => (
                <Input
                  {...props}
                  name="code"
                  inputMode="numeric"
                  autoComplete="one-time-code"
                  maxLength={7}
                  autoFocus
                  required
                />
              )}
            </Field>
            <Button type="submit" className="self-start" disabled={confirm.isPending}>
              {confirm.isPending && <Loader2Icon className="animate-spin" />}
              {t("confirm")}
            </Button>
          </form>
        ) : (
          <Button
            variant="outline"
            className="self-start"
            disabled={start.isPending}
            onClick={() => start.mutate()}
          >
            {start.isPending ? <Loader2Icon className="animate-spin" /> : <SmartphoneIcon />}
            {t("start")}
          </Button>
        )}
      </CardContent>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </Card>
  );
}
