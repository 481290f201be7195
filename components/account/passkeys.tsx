"use client";

import { browserSupportsWebAuthn, startRegistration } from "@simplewebauthn/browser";
import { useMutation, useQuery } from "@tanstack/react-query";
import { KeyRoundIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { HelpHint } from "@/components/layout/help-hint";
import { RelativeTime } from "@/components/layout/relative-time";
import { Loaded } from "@/components/layout/states";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";

/** Passkeys of this account: second factor, and good to sign in with alone. */
export function Passkeys({ onCodes }: { onCodes: (codes: string[]) => void }) {
  const t = useTranslations("account.passkeys");
  const trpc = useTRPC();
  const [action, setAction] = useState<Action | null>(null);
  const passkeys = useQuery(trpc.admin.account.passkeys.queryOptions());
  const question = useMutation(trpc.admin.account.passkeyRegistration.mutationOptions());
  const register = useAction(trpc.admin.account.registerPasskey.mutationOptions(), {
    done: t("added"),
    onDone: ({ recoveryCodes }) => onCodes(recoveryCodes),
  });
  const remove = useAction(trpc.admin.account.removePasskey.mutationOptions(), {
    done: t("removed"),
  });
  const add = async (name: string) => {
    if (!browserSupportsWebAuthn()) {
      toast.error(t("unsupported"));
      return;
    }
    const optionsJSON = await question.mutateAsync();
    // Cancelled, timed out, or here already: browsers do not say which.
    const answer = await startRegistration({ optionsJSON }).catch(() => null);
    if (!answer) {
      toast.error(t("notMade"));
      return;
    }
    await register.mutateAsync({ name, answer: { ...answer } });
  };
  const askToAdd = () =>
    setAction({
      title: t("add"),
      consequence: t("addConsequence"),
      confirm: t("add"),
      fields: [
        { name: "name", label: t("name"), help: t("nameHelp"), type: "text", required: true },
      ],
      run: ({ name = "" }) => add(name),
    });
  const askToRemove = (id: string, name: string) =>
    setAction({
      title: t("removeTitle", { name }),
      consequence: t("removeConsequence"),
      confirm: t("remove"),
      destructive: true,
      run: () => remove.mutateAsync({ passkeyId: id }),
    });
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>
            {t("title")}
            <HelpHint term="freshFactor" />
          </CardTitle>
          <CardDescription>{t("about")}</CardDescription>
        </div>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        <Loaded query={passkeys}>
          {(rows) =>
            rows.length > 0 && (
              <ul className="divide-y rounded-md border text-[13px]">
                {rows.map(({ id, name, backedUp, createdAt, lastUsedAt }) => (
                  <li key={id} className="flex items-center gap-3 px-3 py-2.5">
                    <div className="min-w-0 flex-1">
                      <p className="truncate font-medium">{name}</p>
                      <p className="text-xs text-muted-foreground">
                        {backedUp && `${t("backedUp")} · `}
                        {lastUsedAt ? t("used") : t("made")}{" "}
                        <RelativeTime value={lastUsedAt ?? createdAt} />
                      </p>
                    </div>
                    <Button
                      size="sm"
                      variant="outline"
                      aria-label={t("removeTitle", { name })}
                      onClick={() => askToRemove(id, name)}
                    >
                      {t("remove")}
                    </Button>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
        <Button variant="outline" className="self-start" onClick={askToAdd}>
          <KeyRoundIcon />
          {t("add")}
        </Button>
      </CardContent>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </Card>
  );
}
