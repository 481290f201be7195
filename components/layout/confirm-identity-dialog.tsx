"use client";

import { startAuthentication } from "@simplewebauthn/browser";
import { useMutation, useQuery } from "@tanstack/react-query";
import { KeyRoundIcon, Loader2Icon } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState, useSyncExternalStore } from "react";
import { Field } from "@/components/forms/field";
import { useErrorText } from "@/components/hooks/use-error-text";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { confirmation } from "./confirm-identity";
import { BlockSkeleton, Loaded } from "./states";

type Factors = Outputs["account"]["profile"]["factors"];
type Mode = "totp" | "passkey" | "recovery" | "password";

const modesOf = ({ totp, passkeys, recoveryCodesLeft }: Factors): Mode[] => {
  if (!totp && passkeys === 0) return ["password"];
  return [
    ...(totp ? (["totp"] as const) : []),
    ...(passkeys > 0 ? (["passkey"] as const) : []),
    ...(recoveryCodesLeft > 0 ? (["recovery"] as const) : []),
  ];
};

/** Opens by itself when a dangerous action asks for a second factor shown lately. */
export function ConfirmIdentityDialog() {
  const t = useTranslations("account.confirm");
  const common = useTranslations("common");
  const asked = useSyncExternalStore(confirmation.subscribe, confirmation.isAsked, () => false);
  return (
    <Dialog open={asked} onOpenChange={(open) => !open && confirmation.answer(false)}>
      <DialogContent closeLabel={common("close")}>
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{t("about")}</DialogDescription>
        </DialogHeader>
        <WithFactors />
      </DialogContent>
    </Dialog>
  );
}

function WithFactors() {
  const trpc = useTRPC();
  const profile = useQuery({ ...trpc.admin.account.profile.queryOptions(), staleTime: 0 });
  return (
    <Loaded query={profile} skeleton={<BlockSkeleton rows={2} />}>
      {({ factors }) => <Proof modes={modesOf(factors)} />}
    </Loaded>
  );
}

function Proof({ modes }: { modes: Mode[] }) {
  const t = useTranslations("account.confirm");
  const trpc = useTRPC();
  const errorText = useErrorText();
  const [mode, setMode] = useState<Mode>(modes[0] ?? "password");
  const [problem, setProblem] = useState<string | null>(null);
  const confirm = useMutation(trpc.admin.account.confirm.mutationOptions());
  const question = useMutation(trpc.admin.account.passkeyQuestion.mutationOptions());
  const pending = confirm.isPending || question.isPending;

  const prove = async (proof: () => Promise<Parameters<typeof confirm.mutateAsync>[0] | null>) => {
    setProblem(null);
    try {
      const shown = await proof();
      if (!shown) return;
      await confirm.mutateAsync(shown);
      confirmation.answer(true);
    } catch (error) {
      setProblem(errorText(error));
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // The dialog is inside of forms of the page as React sees it: theirs must not be sent too.
    event.stopPropagation();
    const code = String(new FormData(event.currentTarget).get("code"));
    if (mode !== "passkey") void prove(async () => ({ kind: mode, code }));
  };
  const showPasskey = () =>
    void prove(async () => {
      const optionsJSON = await question.mutateAsync();
      try {
        const answer = await startAuthentication({ optionsJSON });
        return { kind: "passkey", answer: { ...answer } };
      } catch {
        setProblem(t("passkeyNotShown"));
        return null;
      }
    });

  return (
    <div className="flex flex-col gap-4">
      {mode === "passkey" ? (
        <Button autoFocus disabled={pending} onClick={showPasskey}>
          {pending ? <Loader2Icon className="animate-spin" /> : <KeyRoundIcon />}
          {t("showPasskey")}
        </Button>
      ) : (
        <form key={mode} onSubmit={submit} className="flex flex-col gap-4">
          <Field label={t(`${mode}.label`)} error={problem ?? undefined}>
            {(props) => (
              <Input
                {...props}
                name="code"
                type={mode === "password" ? "password" : "text"}
                autoComplete={mode === "password" ? "current-password" : "one-time-code"}
                inputMode={mode === "totp" ? "numeric" : "text"}
                autoFocus
                required
              />
            )}
          </Field>
          <Button type="submit" disabled={pending}>
            {pending && <Loader2Icon className="animate-spin" />}
            {t("submit")}
          </Button>
        </form>
      )}
      {mode === "passkey" && problem && (
        <p role="alert" className="text-xs text-destructive">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap justify-center gap-2">
        {modes
          .filter((other) => other !== mode)
          .map((other) => (
            <Button
              key={other}
              variant="link"
              size="sm"
              onClick={() => {
                setProblem(null);
                setMode(other);
              }}
            >
              {t(`use.${other}`)}
            </Button>
          ))}
      </div>
    </div>
  );
}
